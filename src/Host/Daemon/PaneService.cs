using System.Text;
using Orchtui.Host.Keeper;
using Orchtui.Mux;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Panes;
using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Opens and ends panes: between the keeper, which owns the processes, and the multiplexer, which shows them. A pane's key at the
/// keeper is its number, or the attempt it runs, so that asking twice gives one process. Thread-safe.
/// </summary>
internal sealed class PaneService(
    HomeDirectory home, MuxServer mux, KeeperLink keeper, EndedPanes ended, CallerOrigins origins, TimeProvider time, HostLog log)
{
    private const int RingBytes = 512 * 1024;

    /// <summary>How long a program may take to end after it was asked to.</summary>
    private static readonly GroupStopOptions StopSteps = new();

    private readonly Orphans _orphans = new();

    /// <summary>Keys of panes that are being opened, with the exit of a program that ended before its pane was there. Mux thread.</summary>
    private readonly Dictionary<string, ExitStatus?> _opening = [];

    public async Task<PaneOpened> OpenAsync(PaneRequest request, CancellationToken cancellation)
    {
        var id = await mux.InvokeAsync(server => server.NewPaneId()).ConfigureAwait(false);
        var size = await mux.InvokeAsync(server => SizeFor(server, request, id)).ConfigureAwait(false);
        var record = new PaneRecord
        {
            Id = id.Value,
            Arguments = request.Arguments,
            WorkingDirectory = request.WorkingDirectory,
            Name = request.Name,
            TaskId = request.TaskId,
            Attempt = request.Attempt,
            Keep = request.Keep,
            ScrollbackLines = request.ScrollbackLines,
            CreatedAt = time.GetUtcNow(),
            Columns = size.Columns,
            Rows = size.Rows,
        };
        var connection = await keeper.ConnectAsync().ConfigureAwait(false);
        if (connection.Connection is not { } link) return new PaneOpened(null, connection.Failure ?? "The keeper does not answer.");
        await mux.InvokeAsync(_ => _opening[KeyOf(record)] = null).ConfigureAwait(false);
        var outcome = await link.SpawnAsync(new KeeperSpawn
        {
            Key = KeyOf(record),
            Attributes = Encoding.ASCII.GetBytes(id.ToString()),
            RingBytes = RingBytes,
            Program = new SpawnRequest
            {
                Arguments = request.Arguments,
                WorkingDirectory = request.WorkingDirectory,
                Environment = ChildEnvironments.ForPane(request.Environment, home, id.Value, request.TaskId),
                Size = new PtySize((ushort)size.Columns, (ushort)size.Rows),
            },
        }).ConfigureAwait(false);
        try
        {
            return await TakeAsync(outcome, record, request).ConfigureAwait(false);
        }
        finally
        {
            mux.Post(() => _opening.Remove(KeyOf(record)));
        }
    }

    private async Task<PaneOpened> TakeAsync(SpawnOutcome outcome, PaneRecord record, PaneRequest request)
    {
        switch (outcome)
        {
            case SpawnOutcome.Spawned spawned:
                if (spawned.Existing && await FindByAttemptAsync(request.Attempt).ConfigureAwait(false) is { } known) return Reuse(spawned, known);
                origins.Add(spawned.Pid, request.TaskId);
                try
                {
                    await mux.InvokeAsync(server => Show(server, record, spawned, request)).ConfigureAwait(false);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException or NativeCallException)
                {
                    return await GiveUpAsync(spawned, record, error).ConfigureAwait(false);
                }

                return new PaneOpened(new PaneId(record.Id), "");
            case SpawnOutcome.Failed failed:
                return new PaneOpened(null, failed.Failure.Message);
            default:
                return new PaneOpened(null, "The keeper went away while it started the program; try again.");
        }
    }

    /// <summary>A program that no pane can be made for would run where nobody sees it.</summary>
    private async Task<PaneOpened> GiveUpAsync(SpawnOutcome.Spawned spawned, PaneRecord record, Exception error)
    {
        origins.Remove(spawned.Pid);
        if (keeper.Current is { } link) await link.SignalAsync(KeyOf(record), Signal.Kill).ConfigureAwait(false);
        spawned.Master.Dispose();
        spawned.Ring.Dispose();
        return new PaneOpened(null, $"The pane could not be made: {error.Message}");
    }

    /// <summary>Ends the program of a pane, step by step and by force at last, and removes the pane at once.</summary>
    public async Task<bool> KillAsync(PaneId id, CancellationToken cancellation)
    {
        var record = await mux.InvokeAsync(server => server.FindPane(id)?.Record).ConfigureAwait(false);
        if (record is null) return false;
        await StopAsync(record, cancellation).ConfigureAwait(false);
        await mux.InvokeAsync(server => server.Remove(id)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends the program of a pane, stopped or not: SIGHUP, then SIGTERM, then SIGKILL to its process group. The pane stays.</summary>
    public async Task<bool> StopAsync(PaneRecord record, CancellationToken cancellation)
    {
        var id = new PaneId(record.Id);
        var living = await mux.InvokeAsync(server => server.FindPane(id) is { Exit: null } pane ? pane.Pid : 0).ConfigureAwait(false);
        if (living == 0) return true;
        using var leftovers = Leftovers.Of(living);
        var exited = await mux.InvokeAsync(server => server.WhenAsync(id, pane => pane.Exit is not null, cancellation)).ConfigureAwait(false);
        var ended = await GroupStop.RunAsync(
            signal => SignalAsync(record, signal), exited, StopSteps, time, step => log.Info($"Pane {id} ({record.Name}): {step}."), cancellation).ConfigureAwait(false);
        await leftovers.EndAsync(time).ConfigureAwait(false);
        return ended;
    }

    /// <summary>Signals the process group of a pane: through the keeper, which alone knows that the number still means it.</summary>
    public async Task<bool> SignalAsync(PaneRecord record, Signal signal)
    {
        if (await mux.InvokeAsync(_ => _orphans.Send(new PaneId(record.Id), signal)).ConfigureAwait(false) is { } sent) return sent;
        return keeper.Current is { } link && await link.SignalAsync(KeyOf(record), signal).ConfigureAwait(false);
    }

    /// <summary>How a pane that is gone ended; null when there never was such a pane.</summary>
    public Task<ExitStatus?> EndOfAsync(PaneId id, CancellationToken cancellation) => Task.FromResult(ended.Find(id));

    /// <summary>The keeper tells how a program ended.</summary>
    public void OnExited(string key, ExitStatus status) => mux.Post(() =>
    {
        if (FindByKey(key) is { } pane) End(pane, status);
        else if (_opening.ContainsKey(key)) _opening[key] = status;
    });

    /// <summary>
    /// The keeper is gone. The host keeps its masters: programs live on as orphans, and how they end will not be known.
    /// </summary>
    public void OnKeeperLost() => mux.Post(() =>
    {
        log.Warn("The keeper is gone. Panes go on without it; how their programs end will not be known.");
        foreach (var pane in mux.Panes.Where(pane => pane.Exit is null).ToList())
            if (!_orphans.Add(pane) || pane.Master is null) EndUnknown(pane);
    });

    /// <summary>Ends the programs whose keeper has died, of which no keeper knows any more. False when one did not end.</summary>
    public async Task<bool> EndOrphansAsync()
    {
        var records = await mux.InvokeAsync(server => server.Panes.Where(pane => _orphans.Contains(pane.Id)).Select(pane => pane.Record).ToList()).ConfigureAwait(false);
        var ends = await Task.WhenAll(records.Select(record => StopAsync(record, CancellationToken.None))).ConfigureAwait(false);
        return ends.All(hasEnded => hasEnded);
    }

    /// <summary>A pane's terminal hung up. Mux thread.</summary>
    public void OnHungUp(Pane pane)
    {
        if (_orphans.Contains(pane.Id)) EndUnknown(pane);
    }

    /// <summary>Takes back what the keeper holds of an earlier host, and the panes that are kept though their programs have ended.</summary>
    public async Task RestoreAsync(KeeperConnection? link)
    {
        IReadOnlyList<KeptPane>? kept = link is null ? [] : await link.ListAsync().ConfigureAwait(false);
        if (kept is null) return;
        var handles = new Dictionary<PaneId, PaneHandles>();
        var keys = new Dictionary<PaneId, string>();
        foreach (var pane in kept)
        {
            if (!PaneId.TryParse(Encoding.ASCII.GetString(pane.Attributes.Span), out var id)) continue;
            handles[id] = new PaneHandles(pane.Master, pane.Ring, pane.Pid, pane.Status);
            keys[id] = pane.Key;
            if (pane.Status is { } status) ended.Add(id, status);
        }

        var over = new Dictionary<PaneId, ExitStatus>();
        foreach (var id in mux.StoredPanes().Where(id => !handles.ContainsKey(id)))
            if (ended.Find(id) is { } status) over[id] = status;
        var lost = mux.Restore(handles, over);
        foreach (var pane in mux.Panes.Where(pane => !pane.Ended)) origins.Add(pane.Pid, pane.Record.TaskId);
        foreach (var id in lost)
        {
            // Started by a host that died before it had written the pane down: nobody knows it, so nobody will miss it.
            log.Warn($"The keeper holds pane {id}, which has no files; its program is ended.");
            handles[id].Master?.Dispose();
            handles[id].Ring.Dispose();
            if (link is not null) await link.SignalAsync(keys[id], Signal.Hangup).ConfigureAwait(false);
        }

        foreach (var (id, pane) in handles.Where(pane => pane.Value.Exit is not null))
            if (link is not null) await link.ReleaseAsync(keys[id]).ConfigureAwait(false);
        DropStaleFiles(handles.Keys);
    }

    private void End(Pane pane, ExitStatus status)
    {
        ended.Add(pane.Id, status);
        origins.Remove(pane.Pid);
        mux.SetExit(pane.Id, status);
        _ = keeper.Current?.ReleaseAsync(KeyOf(pane.Record));
    }

    private void Show(MuxServer server, PaneRecord record, SpawnOutcome.Spawned spawned, PaneRequest request)
    {
        var place = (PanePlace?)BesideFor(server, request) ?? new PanePlace.NewWindow(new CellSize(record.Columns, record.Rows));
        var pane = server.Add(record, new PaneHandles(spawned.Master, spawned.Ring, spawned.Pid, null), place);
        if (_opening.Remove(KeyOf(record), out var early) && early is { } status) End(pane, status);
        if (!request.Focus) return;
        foreach (var viewer in ClientOf(server, request) is { } client ? [client] : server.Clients.ToList()) server.ShowPane(viewer, pane.Id);
    }

    /// <summary>A program starts at the size its pane will have: one that draws at once would else draw twice.</summary>
    private static CellSize SizeFor(MuxServer server, PaneRequest request, PaneId id)
    {
        if (BesideFor(server, request) is { } beside && server.Session.WindowOf(beside.Pane) is { } window)
        {
            var area = window.Layout.AreaAfterSplit(beside.Pane, id, beside.Orientation);
            return new CellSize(area.Columns, area.Rows);
        }

        var client = request.Client is { } asking ? server.FindClient(asking) : request.Focus ? server.LatestClient : null;
        return client is null ? request.Size : new CellSize(client.Size.Columns, Math.Max(1, client.Size.Rows - MuxServer.ChromeRows));
    }

    /// <summary>The split that was asked for, in the window that the asking client, or else the latest one, looks at.</summary>
    private static PanePlace.Beside? BesideFor(MuxServer server, PaneRequest request) =>
        request.Split is { } orientation
        && (ClientOf(server, request) ?? server.LatestClient) is { } viewer
        && server.Session.Find(viewer.Window) is { } window
        && window.Layout.CanSplit(window.Focused, orientation)
            ? new PanePlace.Beside(window.Focused, orientation)
            : null;

    private static IClientContext? ClientOf(MuxServer server, PaneRequest request) =>
        request.Client is { } id ? server.FindClient(id) : null;

    private Task<PaneId?> FindByAttemptAsync(string? attempt) => mux.InvokeAsync(server =>
        attempt is null ? null : server.Panes.FirstOrDefault(pane => pane.Record.Attempt == attempt)?.Id);

    private static PaneOpened Reuse(SpawnOutcome.Spawned spawned, PaneId known)
    {
        spawned.Master.Dispose();
        spawned.Ring.Dispose();
        return new PaneOpened(known, "");
    }

    private Pane? FindByKey(string key) => mux.Panes.FirstOrDefault(pane => KeyOf(pane.Record) == key);

    private static string KeyOf(PaneRecord record) => record.Attempt is { } attempt ? $"attempt-{attempt}" : $"pane-{record.Id}";

    private void EndUnknown(Pane pane)
    {
        _orphans.Remove(pane.Id);
        origins.Remove(pane.Pid);
        ended.Add(pane.Id, ExitStatus.Unknown);
        mux.SetExit(pane.Id, ExitStatus.Unknown);
    }

    /// <summary>Files of panes whose programs are gone, as after a reboot.</summary>
    private void DropStaleFiles(IEnumerable<PaneId> alive)
    {
        var known = alive.ToHashSet();
        foreach (var id in mux.StoredPanes().Where(id => !known.Contains(id)).ToList())
        {
            if (ended.Find(id) is null) ended.Add(id, ExitStatus.Unknown);
            mux.DropStored(id);
        }
    }
}
