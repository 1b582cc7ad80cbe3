using System.Runtime.InteropServices;
using Orchtui.Host.Cli;
using Orchtui.Host.Commands;
using Orchtui.Host.Config;
using Orchtui.Host.Keeper;
using Orchtui.Host.Plugins;
using Orchtui.Host.Rpc;
using Orchtui.Host.Views;
using Orchtui.Mux;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Commands;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Extensions;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Updates;
using Orchtui.Orchestration.Worktrees;
using Orchtui.Pty;

namespace Orchtui.Host.Daemon;

/// <summary>
/// <c>orchtui serve</c>: puts the host together, takes back what an earlier one left with the keeper, and runs until it is told to end.
/// One for each home, which the lock file sees to. Agents go on without it.
/// </summary>
internal static class HostProgram
{
    private const int Failed = 1;

    public static async Task<int> RunAsync(HomeDirectory home, bool background)
    {
        try
        {
            home.Create();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Complain($"The home {home.Path} cannot be used: {error.Message} Set ORCHTUI_HOME to a folder of your own.");
        }

        var taken = FileLock.TryAcquire(home.HostLock);
        if (taken.Lock is null)
        {
            // In the background nobody asked for a host of their own: the one that is there will do.
            if (taken.IsHeldElsewhere && background) return 0;
            return taken.IsHeldElsewhere
                ? Complain($"A host for {home.Path} runs already (pid {taken.HolderPid}); 'orchtui' attaches to it, 'orchtui service stop' ends it.")
                : Complain($"The lock of {home.Path} cannot be taken: {taken.Error.Message}");
        }

        using (taken.Lock)
        {
            try
            {
                return await ServeAsync(home, background, TimeProvider.System).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The outer edge: whoever waits for the host reads the last line, and the log has the rest.
            catch (Exception error)
#pragma warning restore CA1031
            {
                StandardStreams.Error.WriteLine(error);
                return Complain($"The host failed: {error.Message}");
            }
        }
    }

    private static async Task<int> ServeAsync(HomeDirectory home, bool background, TimeProvider time)
    {
        using var log = new HostLog(home.HostLog, time);
        var (configuration, errors) = Configuration.Load(home.ConfigurationFile);
        foreach (var error in errors) log.Warn(error);
        var opened = SqliteTaskStore.Open(home.Database);
        if (!opened.Succeeded) return Complain(opened.Problem.Message);
        using var store = opened.Value;

        var commands = new CommandRunner(time, pid => ProcessSignals.Send(pid, Signal.Terminate));
        var agents = new AgentRegistry(time);
        var origins = new CallerOrigins();
        var hub = new UpdateHub();
        var loader = new PluginLoader(new PluginServices(time, commands, log.ForPlugin, home.PluginDataDirectory), new PluginDeadlines());
        var roots = PluginCatalog.RootsFor(AppContext.BaseDirectory, home.Path);
        AgentPanes? panes = null;
        using var plugins = new PluginCatalog(roots, loader, agent => panes?.IsWorking(agent) == true);
        var extensions = new ExtensionRegistry();
        plugins.ExtensionsChanged += change =>
        {
            foreach (var gone in change.Removed) extensions.Remove(gone);
            foreach (var come in change.Added) extensions.Add(come);
        };
        plugins.AgentsChanged += change =>
        {
            foreach (var gone in change.Removed) agents.Remove(gone.Profile.Id);
            foreach (var come in change.Added) agents.Add(come);
        };
        var model = new QueueModel { Slots = configuration.MaxParallel };
        var services = new HostServices
        {
            Home = home,
            Queue = model,
            Time = time,
            ServeEnvironment = ChildEnvironments.Clean(SelfCommand.CurrentEnvironment().ToDictionary(v => v.Key, v => v.Value)),
            Prefix = configuration.Prefix,
            Origins = origins,
            Hub = hub,
            Agents = agents,
            Plugins = plugins,
            PluginFolders = roots,
            Extensions = extensions,
            StartedAt = time.GetTimestamp(),
        };
        services.PluginsLoaded = Task.Run(() => plugins.RescanAsync(CancellationToken.None));
        await using var watch = new PluginWatch(roots, plugins, services.PluginsLoaded, log.Warn, time);

        services.Screens = new MuxHost(services, model, log, time) { Notice = Notice(home, errors) };
        using var mux = services.Mux = new MuxServer(
            new MuxOptions
            {
                RunDirectory = home.RunDirectory,
                AttachSocket = home.AttachSocket,
                ScrollbackLines = configuration.ScrollbackLines,
                AmbiguousWide = configuration.AmbiguousWide,
                Version = ProductVersion.Text,
                Prefix = configuration.Prefix,
            },
            services.Screens,
            time);
        using var keeper = services.Keeper = new KeeperLink(
            home,
            new KeeperEvents { PaneExited = (key, status) => services.Panes.OnExited(key, status), Lost = () => services.Panes.OnKeeperLost() },
            origins,
            time);
        var ended = new EndedPanes(Path.Combine(home.RunDirectory, "ended.jsonl"), log.Warn);
        services.Panes = new PaneService(home, mux, keeper, ended, origins, time, log);
        services.AgentPanes = panes = new AgentPanes(services.Panes, mux, plugins, agents, happened => services.Engine.Post(happened), time, log)
        {
            RunTimeout = configuration.RunTimeout,
            StateOf = attempt => services.Engine?.StateOf(attempt)?.State,
        };
        plugins.Changed += () => mux.Post(() =>
        {
            foreach (var client in mux.Clients) client.Invalidate();
        });

        // Panes that ended meanwhile tell the engine so as soon as they are taken back.
        await using var engine = services.Engine = new TaskEngine(
            new EngineOptions
            {
                Home = home.Path,
                MaxParallel = configuration.MaxParallel,
                Constraints = configuration.Constraints,
                RunTimeout = configuration.RunTimeout,
                Permissions = configuration.Permissions,
                AgentSettings = configuration.Agents,
                Environment = services.ServeEnvironment,
            },
            store,
            agents,
            services.AgentPanes,
            commands,
            hub,
            new EngineLog(log),
            time,
            extensions);
        var found = await keeper.FindAsync().ConfigureAwait(false);
        if (found.Connection is not null || found.NotRunning) await services.Panes.RestoreAsync(found.Connection).ConfigureAwait(false);
        else log.Warn($"The keeper cannot be reached: {found.Failure}");
        await using var rpc = new RpcServer(
            home.HostSocket, new RpcDispatcher(HostCommands.Table, caller => new HostContext(services, caller), log.Warn), log.Warn, time);
        if (rpc.Bind() is { } problem) return Complain(problem);
        if (mux.Start() is { Number: not 0 } refused) return Complain($"The attach socket {home.AttachSocket} cannot be made: {refused.Message}");

        using var stopping = new CancellationTokenSource();
        var feed = new QueueFeed(engine, hub, model, mux, services.AgentPanes, time, log);
        var feeding = Task.Run(() => feed.RunAsync(stopping.Token));
        var recovering = Task.Run(() => RecoverAsync(services, store, log, stopping.Token));
        var relaying = RelayAsync(services, configuration.SyncInterval, new EngineLog(log), stopping.Token);
        var rehearsing = Task.Run(() => RehearseAsync(services, log, stopping.Token));
        rpc.Start();
        log.Info($"The host runs: version {ProductVersion.Text}, pid {Self.ProcessId}.");
        if (!background) StandardStreams.Out.WriteLine($"orchtui serves {home.Path} (pid {Self.ProcessId}); ctrl-c ends it, agents go on");

        var message = await UntilToldToEndAsync(services).ConfigureAwait(false);
        if (mux.Completion.Exception is { } fault)
        {
            // Its state is gone, and whoever waits for it would wait for ever. The next host takes everything up again.
            log.Warn($"The multiplexer failed, and the host ends with it: {fault.InnerException}");
            Environment.Exit(1);
        }

        if (keeper.Current is { } left) await left.GuardAsync(on: false).ConfigureAwait(false);

        // Those that work with panes end before the panes' own thread does, which they would wait for in vain.
        await stopping.CancelAsync().ConfigureAwait(false);
        await feeding.ConfigureAwait(false);
        await recovering.ConfigureAwait(false);
        await relaying.ConfigureAwait(false);
        await rehearsing.ConfigureAwait(false);
        await mux.StopAsync(message).ConfigureAwait(false);
        log.Info("The host ends.");
        return 0;
    }

    /// <summary>Ctrl-C and SIGTERM end the host, and so does a caller; agents stay with the keeper.</summary>
    private static async Task<string?> UntilToldToEndAsync(HostServices services)
    {
        var registrations = new List<PosixSignalRegistration>();
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                services.RequestStop("[orchtui was stopped; its programs go on]");
            }));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true));
        var ended = await Task.WhenAny(services.StopRequested, services.Mux.Completion).ConfigureAwait(false);
        foreach (var registration in registrations) registration.Dispose();
        return ended == services.StopRequested ? await services.StopRequested.ConfigureAwait(false) : "[orchtui failed; see its log]";
    }

    /// <summary>Matches the tasks with the panes that came back. Waits for the plugins, whose providers read the evidence.</summary>
    private static async Task RecoverAsync(HostServices services, SqliteTaskStore store, HostLog log, CancellationToken stopping)
    {
        try
        {
            await services.PluginsLoaded.WaitAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nothing has been taken up yet; the next host will.
            return;
        }

        var open = await store.OpenAttemptsAsync().ConfigureAwait(false);
        var layout = new HomeLayout(services.Home.Path);
        var byId = (open.Value ?? []).ToDictionary(attempt => attempt.Id);
        var exits = await services.AgentPanes.AdoptAsync(id =>
            byId.TryGetValue(id, out var attempt)
                ? new AdoptedAttempt(attempt.Agent, attempt.Mode, layout.AttemptDirectory(id), attempt.SessionId)
                : null).ConfigureAwait(false);
        var recovered = await services.Engine.RecoverAsync(exits).ConfigureAwait(false);
        services.AgentPanes.StartAdopted();
        if (!recovered.Succeeded) log.Warn($"Tasks could not be taken up again: {recovered.Problem.Message}");
        else if (open.Value is { Count: > 0 })
            log.Info($"Taken up again: {recovered.Value.Adopted.Count} running, {recovered.Value.Ended.Count} ended, {recovered.Value.Interrupted.Count} interrupted.");
    }

    /// <summary>Those who are told of tasks: hooks from the first change on, trackers when everything is loaded.</summary>
    private static Task RelayAsync(HostServices services, TimeSpan syncInterval, EngineLog log, CancellationToken stopping)
    {
        var hooks = new HookRelay(services.Engine, services.Hub, services.Extensions, log);
        var notifications = new NotificationRelay(services.Engine, services.Hub, services.Extensions, log, services.Time);
        var backends = new BackendSync(services.Engine, services.Hub, services.Extensions, log, syncInterval, services.Time);
        return Task.WhenAll(
            Task.Run(() => hooks.RunAsync(stopping), CancellationToken.None),
            Task.Run(() => notifications.RunAsync(stopping), CancellationToken.None),
            Task.Run(() => backends.RunAsync(stopping), CancellationToken.None));
    }

    /// <summary>When everything that the host takes up is under way: programs that run and people who wait come first.</summary>
    private static async Task RehearseAsync(HostServices services, HostLog log, CancellationToken stopping)
    {
        try
        {
            await services.PluginsLoaded.WaitAsync(stopping).ConfigureAwait(false);
            var keys = await new Rehearsal(Path.Combine(services.Home.RunDirectory, "rehearsal"), services.Time).RunAsync(stopping).ConfigureAwait(false);
            log.Info($"The host is warm: {keys} keys were rehearsed.");
        }
        catch (OperationCanceledException)
        {
            // The host ends; there is nothing to be quick for any more.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NativeCallException)
        {
            log.Warn($"The first keys may be a little slow: the host could not warm up ({error.Message}).");
        }
    }

    /// <summary>What is wrong in the configuration, on one line for the screen.</summary>
    private static string? Notice(HomeDirectory home, IReadOnlyList<string> errors)
    {
        if (errors.Count == 0) return null;
        var more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
        return $"{errors[0].Replace(home.Path + "/", "")}{more}; see 'orchtui doctor'";
    }

    private static int Complain(string message)
    {
        StandardStreams.Error.WriteLine($"orchtui: {message}");
        return Failed;
    }

    private sealed class EngineLog(HostLog log) : IEventLog
    {
        public void Info(string message) => log.Info(message);

        public void Warning(string message) => log.Warn(message);
    }
}
