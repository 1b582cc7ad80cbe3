using System.Text;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Pty;
using Orchtui.Terminal;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

/// <summary>A multiplexer with real pseudo-terminals on both sides. Programs of panes are started here, as the keeper would.</summary>
internal sealed class MuxFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new("orchtui-mux-");
    private readonly List<PidHandle> _children = [];
    private readonly List<IDisposable> _clients = [];

    public MuxFixture(
        string prefix = "C-b", int scrollback = 1000, Func<MuxOptions, MuxOptions>? change = null, TimeProvider? time = null)
    {
        Options = new MuxOptions { RunDirectory = _folder.Path, AttachSocket = _folder["attach.sock"], Prefix = prefix, ScrollbackLines = scrollback };
        if (change is not null) Options = change(Options);
        Host.Copy = (client, action) => Mux!.Copy(client, action);
        Mux = new MuxServer(Options, Host, time ?? TimeProvider.System);
    }

    public MuxOptions Options { get; }

    public FakeHost Host { get; } = new();

    public MuxServer Mux { get; private set; }

    public string Folder => _folder.Path;

    public static MuxFixture Started(
        string prefix = "C-b", int scrollback = 1000, Func<MuxOptions, MuxOptions>? change = null, TimeProvider? time = null)
    {
        var fixture = new MuxFixture(prefix, scrollback, change, time);
        Assert.Equal(0, fixture.Mux.Start().Number);
        return fixture;
    }

    public async Task<TestClient> AttachAsync(int columns = 80, int rows = 24, Func<ClientHello, ClientHello>? change = null)
    {
        var client = new TestClient(Options.AttachSocket, columns, rows, change);
        _clients.Add(client);
        await client.ShowsAsync($"size={columns}x{rows}");
        return client;
    }

    /// <summary>Starts a program in a pane; a string is a shell command.</summary>
    public Task<PaneId> OpenAsync(string command, PanePlace? place = null, int columns = 80, int rows = 22) =>
        Mux.InvokeAsync(mux =>
        {
            var id = mux.NewPaneId();
            mux.Add(Record(id, command, columns, rows), Spawn(command, columns, rows), place ?? new PanePlace.NewWindow(new CellSize(columns, rows)));
            return id;
        });

    public Task<PaneId> OpenBesideAsync(PaneId other, string command, Orientation orientation = Orientation.Columns) =>
        OpenAsync(command, new PanePlace.Beside(other, orientation));

    public PaneHandles Spawn(string command, int columns = 80, int rows = 22)
    {
        var started = (SpawnResult.Started)PtySpawn.Start(new SpawnRequest
        {
            Arguments = ["sh", "-c", command],
            Environment = [new("PATH", "/usr/bin:/bin"), new("TERM", "xterm-256color"), new("PS1", "$ "), new("HOME", Folder)],
            WorkingDirectory = "/",
            Size = new PtySize((ushort)columns, (ushort)rows),
        });
        _children.Add(PidHandle.TryOpen(started.Pid, out _)!);
        return new PaneHandles(started.Master, OutputRing.Create(OutputRing.SmallestCapacity), started.Pid, null);
    }

    /// <summary>Shows a pane to all clients.</summary>
    public Task ShowAsync(PaneId pane) => Mux.InvokeAsync(mux =>
    {
        foreach (var client in mux.Clients.ToList()) mux.ShowPane(client, pane);
    });

    public Task<string> TextAsync(PaneId pane) => Mux.InvokeAsync(mux =>
    {
        var emulator = mux.FindPane(pane)!.Emulator;
        return string.Join('\n', Enumerable.Range(0, emulator.Size.Rows).Select(emulator.RowText));
    });

    public Task PaneShowsAsync(PaneId pane, string text) =>
        Eventually.TrueAsync($"pane {pane} shows '{text}'", async () => (await TextAsync(pane)).Contains(text));

    public Task ToldAsync(string what) => Eventually.TrueAsync($"the host is told '{what}'", () => Host.Told.Contains(what), describe: () => string.Join('\n', Host.Told));

    public Task SendAsync(PaneId pane, string text) => Mux.InvokeAsync(mux => mux.SendTo(mux.FindPane(pane)!, Encoding.UTF8.GetBytes(text)));

    public static PaneRecord Record(PaneId id, string command, int columns = 80, int rows = 22) => new()
    {
        Id = id.Value,
        Arguments = ["sh", "-c", command],
        WorkingDirectory = "/",
        Name = $"pane{id}",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Columns = columns,
        Rows = rows,
    };

    /// <summary>Ends this multiplexer and makes the next one on the same folder, not started.</summary>
    public async Task<MuxServer> ReplaceAsync(Func<MuxOptions, MuxOptions>? change = null)
    {
        await Mux.StopAsync("");
        Mux.Dispose();
        return Mux = new MuxServer(change is null ? Options : change(Options), Host, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Mux.Completion.IsFaulted) await Mux.StopAsync("").WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        Mux.Dispose();
        foreach (var client in _clients) client.Dispose();
        foreach (var child in _children)
        {
            ProcessSignals.SendGroup(child.Pid, Signal.Kill);
            ProcessSignals.Send(child.Pid, Signal.Kill);
            child.WaitForExit();
            child.Dispose();
        }

        _folder.Dispose();
        if (Mux.Completion.IsFaulted) Assert.Fail(Mux.Completion.Exception!.ToString());
    }
}
