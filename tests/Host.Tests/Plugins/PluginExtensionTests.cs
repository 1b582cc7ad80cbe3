using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Orchtui.Backends;
using Orchtui.Constraints;
using Orchtui.Decisions;
using Orchtui.Hooks;
using Orchtui.Host.Plugins;
using Orchtui.Notifications;
using Orchtui.Plugins;
using Orchtui.Routing;
using Orchtui.Tasks;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Plugins;

public sealed class PluginExtensionTests
{
    private static readonly PluginDeadlines Short = new()
    {
        Check = TimeSpan.FromMilliseconds(100),
        Hook = TimeSpan.FromMilliseconds(100),
        Notify = TimeSpan.FromMilliseconds(100),
        Backend = TimeSpan.FromMilliseconds(100),
        Decide = TimeSpan.FromMilliseconds(100),
        Grace = TimeSpan.FromMilliseconds(500),
    };

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string> Fixtures => new()
    {
        { "Constraint", "full-moon", "constraint:full_moon" },
        { "Hook", "diary", "hook:diary" },
        { "Notifier", "slate", "notifier:slate" },
        { "Backend", "tracker", "backend:tracker" },
        { "Decision", "oracle", "decision:oracle" },
        { "Route", "signpost", "agent:left agent:right route:signpost" },
    };

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task Each_contract_is_offered_used_and_leaves_memory(string folder, string id, string provides)
    {
        using var home = new PluginHome();
        home.Drop(folder);
        await home.RescanAsync();
        Assert.Equal((PluginState.Loaded, ""), (home.Single(id).State, home.Single(id).Reason));
        Assert.Equal(provides, string.Join(' ', home.Single(id).Provides));
        var held = await UseAsync(home);

        home.Remove(folder);
        await home.RescanAsync();
        Assert.Empty(home.Extensions.All<IPluginGuard>());
        await home.LeavesMemoryAsync(id);
        var gone = await Assert.ThrowsAsync<PluginUnavailableException>(() => CallAsync(held.Guard));
        Assert.Contains("its folder was removed", gone.Message);
    }

    [Theory]
    [InlineData("throw", "InvalidOperationException: it is out of its mind", true)]
    [InlineData("hang", "did not answer within 0.1 s and was abandoned; it stays off until the next start", true)]
    [InlineData("late", "did not answer within 0.1 s", false)]
    [InlineData("away", "it is at lunch", false)]
    public async Task A_plugin_that_misbehaves_costs_the_call_and_at_worst_itself(string manner, string says, bool isDisabled)
    {
        foreach (var kind in new[] { typeof(ITaskHook), typeof(INotifier), typeof(IConstraintChecker), typeof(IRoutePolicy), typeof(IDecisionEngine), typeof(ITaskBackend) })
        {
            using var home = new PluginHome(Short);
            home.Drop("Good");
            File.WriteAllText(Path.Combine(home.Drop("Misbehaving"), "manner"), manner);
            await home.RescanAsync();
            var guard = home.Extensions.All<IPluginGuard>().Single(kind.IsInstanceOfType);
            var failure = await Assert.ThrowsAsync<PluginUnavailableException>(() => CallAsync(guard));
            Assert.Contains(says.Split(" and ")[0], failure.Message);
            Assert.Equal(manner == "away" ? TimeSpan.FromMinutes(3) : null, failure.RetryAfter);

            var plugin = home.Single("misbehaving");
            Assert.Equal(isDisabled ? PluginState.Disabled : PluginState.Loaded, plugin.State);
            if (isDisabled) Assert.Contains(says, plugin.Reason);
            Assert.Equal(isDisabled ? 0 : 6, home.Extensions.All<IPluginGuard>().Count);
            Assert.Equal(PluginState.Loaded, home.Single("good").State);
        }
    }

    [Fact]
    public async Task Clashing_throwing_hanging_and_foreign_plugins_leave_the_rest_alone_and_no_assembly_behind()
    {
        using var home = new PluginHome(new PluginDeadlines { Register = TimeSpan.FromSeconds(1) });
        foreach (var fixture in new[] { "ClashA", "ClashB", "ThrowsOnRegister", "HangsOnRegister", "WrongContract", "Good" }) home.Drop(fixture);
        await home.RescanAsync();

        Assert.Equal(["clash-a", "clash-b", "good"], home.Catalog.List().Where(plugin => plugin.State == PluginState.Loaded).Select(plugin => plugin.Id));
        Assert.Equal(["1.0.0.0", "2.0.0.0", "Good agent"], home.Catalog.Agents.Select(agent => agent.Profile.DisplayName));
        Assert.Contains("the moon is in the wrong phase", home.Single("throws-on-register").Reason);
        Assert.Contains("stays off until the next start", home.Single("hangs-on-register").Reason);
        Assert.Contains("contract 99", home.Single("wrong-contract").Reason);

        foreach (var fixture in new[] { "ClashA", "ClashB", "ThrowsOnRegister" }) home.Remove(fixture);
        await home.RescanAsync();
        await LeavesNothingAsync(home, "Orchtui.Fixtures.ClashA", "Orchtui.Fixtures.ClashB", "Orchtui.Fixtures.ClashLibrary", "Orchtui.Fixtures.ThrowsOnRegister");
        // A thread is in it still, which shows that the look would have found the others.
        Assert.Contains(LoadedFrom(home), name => name == "Orchtui.Fixtures.HangsOnRegister");
        Assert.DoesNotContain(LoadedFrom(home), name => name == "Orchtui.Fixtures.WrongContract");
        Assert.Equal("1.0", (await home.Catalog.Agents.Single().ProbeAsync("/bin", CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_native_library_is_found_below_runtimes_and_can_be_replaced_while_it_is_loaded()
    {
        using var home = new PluginHome();
        var library = Path.Combine(home.Drop("Native"), "runtimes", RuntimeInformation.RuntimeIdentifier, "native", "libfixture_answer.so");
        var original = Directory.EnumerateFiles(AppContext.BaseDirectory, "libe_sqlite3.*", SearchOption.AllDirectories)
            .First(file => !file.Contains("musl") && (Path.GetDirectoryName(file) + "/" == AppContext.BaseDirectory || file.Contains($"/{RuntimeInformation.RuntimeIdentifier}/")));
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        File.Copy(original, library);
        await home.RescanAsync();
        Assert.Equal("", home.Single("native").Reason);
        Assert.Matches("^notifier:answer-3[0-9]{6}$", Assert.Single(home.Single("native").Provides));

        // In place, as cp does it: a file that is mapped would change under the running code, which would take the whole process with it.
        using (var file = new FileStream(library, FileMode.Truncate)) file.SetLength(0);
        await CallAsync((IPluginGuard)Assert.Single(home.Extensions.All<INotifier>()));
        await home.RescanAsync();
        Assert.Equal(PluginState.Disabled, home.Catalog.Find("native")!.State);
        File.Copy(original, library, overwrite: true);
        await home.RescanAsync();
        Assert.Equal(PluginState.Loaded, home.Catalog.Find("native")!.State);
        await home.LeavesMemoryAsync("native");
    }

    [Fact]
    public async Task A_plugin_without_its_native_library_is_disabled_and_says_which()
    {
        using var home = new PluginHome();
        home.Drop("Native");
        await home.RescanAsync();
        Assert.Equal(PluginState.Disabled, home.Single("native").State);
        Assert.Contains("fixture_answer", home.Single("native").Reason);
    }

    [Fact]
    public async Task Reloading_loads_an_unchanged_plugin_anew_and_one_that_failed_again()
    {
        using var home = new PluginHome(Short);
        home.Drop("Good");
        var manner = Path.Combine(home.Drop("Misbehaving"), "manner");
        File.WriteAllText(manner, "throw");
        await home.RescanAsync();
        var before = home.Catalog.Agents.Single();
        Assert.Equal(PluginState.Loaded, (await home.Catalog.ReloadAsync("good", CancellationToken.None))!.State);
        Assert.NotSame(before, home.Catalog.Agents.Single());

        await Assert.ThrowsAsync<PluginUnavailableException>(() => CallAsync((IPluginGuard)home.Extensions.All<INotifier>().Single()));
        Assert.Equal(PluginState.Disabled, home.Catalog.Find("misbehaving")!.State);
        Assert.Equal(PluginState.Loaded, (await home.Catalog.ReloadAsync("misbehaving", CancellationToken.None))!.State);
        Assert.Null(await home.Catalog.ReloadAsync("nobody", CancellationToken.None));
    }

    [Fact]
    public async Task A_busy_plugin_says_that_its_new_version_waits_and_asks_for_another_pass()
    {
        var busy = true;
        using var home = new PluginHome(isBusy: _ => busy);
        home.Drop("Good");
        await home.RescanAsync();
        Assert.False(home.Catalog.IsPassPending);
        Assert.Equal((PluginState.Loaded, "it is loaded anew when its agents are idle"),
            await home.Catalog.ReloadAsync("good", CancellationToken.None) is { } waiting ? (waiting.State, waiting.Reason) : default);
        Assert.True(home.Catalog.IsPassPending);
        busy = false;
        await home.RescanAsync();
        Assert.Equal("", home.Catalog.Find("good")!.Reason);
        Assert.False(home.Catalog.IsPassPending);
    }

    [Fact]
    public async Task A_watched_folder_is_followed_from_its_first_file_to_its_last()
    {
        using var home = new PluginHome();
        await using var watch = new PluginWatch([home.Root], home.Catalog, Task.CompletedTask, warning => Assert.Fail(warning), TimeProvider.System);
        home.Drop("Good");
        await Eventually.TrueAsync("it is loaded", () => home.Catalog.Find("good")?.State == PluginState.Loaded);
        home.EditManifest("Good", "1.2.3", "1.3.0");
        await Eventually.TrueAsync("the new one is loaded", () => home.Catalog.Find("good") is { Version: "1.3.0", State: PluginState.Loaded });
        home.Remove("Good");
        await Eventually.TrueAsync("it is gone, and nobody but the watch collects", () => home.Catalog.List().Count == 0, TimeSpan.FromSeconds(30));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(IPluginGuard Guard, object? Value)> UseAsync(PluginHome home)
    {
        var guard = Assert.Single(home.Extensions.All<IPluginGuard>());
        if (guard is ITaskBackend) File.WriteAllText(home.Kept("tracker", "tasks"), "T-1\tNew\t/src\tdemo\tA title\n");
        var value = await CallAsync(guard);
        var expected = guard switch
        {
            IConstraintChecker => "the moon is not full",
            ITaskBackend => "A title",
            IDecisionEngine => "Towards: peace",
            IRoutePolicy => "the title points there",
            ITaskHook => "1 Transition New to Routed routed\n",
            _ => "Finished Attention 1: Look (0)\n",
        };
        Assert.Equal(expected, value switch
        {
            ConstraintVerdict verdict => verdict.Reason,
            IReadOnlyList<ExternalTask> tasks => tasks[0].Title,
            Decision decision => decision.Title,
            RouteChoice choice => choice.Reason,
            _ => File.ReadAllText(guard is ITaskHook ? home.Kept("diary", "diary") : home.Kept("slate", "slate")),
        });
        return (guard, value);
    }

    /// <summary>The first member of whatever contract it is.</summary>
    private static async Task<object?> CallAsync(IPluginGuard guard)
    {
        switch (guard)
        {
            case IConstraintChecker checker:
                return await checker.CheckAsync(new ConstraintRequest(), CancellationToken.None);
            case ITaskBackend backend:
                return await backend.ListAsync(new BackendQuery(), CancellationToken.None);
            case IDecisionEngine engine:
                return await engine.DecideAsync(new DecisionRequest { Workspace = "/src", Goals = ["peace"], Agents = ["demo"], At = Now }, CancellationToken.None);
            case IRoutePolicy policy:
                return await policy.ChooseAsync(
                    new RouteRequest { Task = Info("left of it"), Candidates = [new("left", "Left"), new("right", "Right")] }, CancellationToken.None);
            case ITaskHook hook:
                await hook.OnEventAsync(
                    new TaskEvent { Kind = TaskEventKind.Transition, Task = Info("A title"), From = TaskState.New, Cause = "routed", At = Now }, CancellationToken.None);
                return null;
            case INotifier notifier:
                await notifier.NotifyAsync(
                    new Notification { Kind = NotificationKind.Finished, Level = NotificationLevel.Attention, Title = "Look", Task = Info("A title"), At = Now },
                    CancellationToken.None);
                return null;
            default:
                throw new InvalidOperationException($"No call is known for {guard.GetType().Name}.");
        }
    }

    private static TaskInfo Info(string title) => new()
    {
        Id = 1,
        Title = title,
        Prompt = title,
        State = TaskState.Routed,
        Source = "manual",
        Project = "/src",
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    private static Task LeavesNothingAsync(PluginHome home, params string[] assemblies) => Eventually.TrueAsync(
        "none of their assemblies is left",
        () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !LoadedFrom(home).Intersect(assemblies).Any();
        },
        describe: () => string.Join('\n', LoadedFrom(home)));

    /// <summary>The assemblies of this home's plugins: other tests load the same ones beside it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IReadOnlyList<string> LoadedFrom(PluginHome home) =>
    [
        .. AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => AssemblyLoadContext.GetLoadContext(assembly) is PluginLoadContext context && context.Folder.StartsWith(home.Root, StringComparison.Ordinal))
            .Select(assembly => assembly.GetName().Name!),
    ];
}
