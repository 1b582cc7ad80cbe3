using Orchtui.Mux;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Pty;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Daemon;

/// <summary>
/// Types some hundred keys into a multiplexer of its own when the host has come up. The runtime compiles a method anew once it ran
/// thirty times, and a key runs each method of its path once: without this the whole path falls due at the same time, while a person
/// types the first words, and these stutter by milliseconds. Two pseudo-terminals are the person's and the pane's, and the pane's
/// terminal echoes by itself, so no program is started. It takes about a second once in a host's life, most of it waiting.
/// </summary>
internal sealed class Rehearsal(string folder, TimeProvider time)
{
    /// <summary>Each method is counted anew after its first call and once more after a compilation in between: twice thirty and some to spare.</summary>
    public const int Rounds = 8;

    public const int KeysOfRound = 40;

    private const int ScrollbackLines = 100;

    private static readonly PtySize Size = new(80, 24);

    /// <summary>The runtime waits until nothing new ran for 100 ms before it counts calls.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(120);

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    private readonly MuxOptions _options = new()
    {
        RunDirectory = folder,
        AttachSocket = Path.Combine(folder, "attach.sock"),
        ScrollbackLines = ScrollbackLines,
    };

    /// <summary>Returns how many keys were answered. Where the system has no terminal to spare there is none, and nothing is lost but the gain.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (PtyPair.TryOpen(Size, out _) is not { } person) return 0;
        using var screen = person.Master;
        using var terminal = person.OpenSlave();
        if (PtyPair.TryOpen(Size, out _) is not { } pane) return 0;
        using var echo = pane.OpenSlave();
        Clear();
        Directory.CreateDirectory(folder);
        using var mux = new MuxServer(_options, new EmptyHost(), time);
        if (mux.Start().Number != 0) return 0;
        try
        {
            var window = await mux.InvokeAsync(it => Add(it, pane.Master)).ConfigureAwait(false);
            using var client = Attach(terminal, window);
            return client is null ? 0 : await TypeAsync(screen, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await mux.StopAsync(null).ConfigureAwait(false);
            Clear();
        }
    }

    /// <summary>Gives the multiplexer a pane; returns its window.</summary>
    private static int Add(MuxServer mux, PtyMaster master)
    {
        var record = new PaneRecord
        {
            Id = mux.NewPaneId().Value,
            Arguments = [],
            WorkingDirectory = "/",
            Name = "",
            CreatedAt = default,
            Columns = Size.Columns,
            Rows = Size.Rows,
        };
        var handles = new PaneHandles(master, OutputRing.Create(OutputRing.SmallestCapacity), 0, null);
        var pane = mux.Add(record, handles, new PanePlace.NewWindow(new CellSize(Size.Columns, Size.Rows)));
        return mux.Session.WindowOf(pane.Id)!.Index;
    }

    private UnixConnection? Attach(FileDescriptor terminal, int window)
    {
        if (UnixConnection.Connect(_options.AttachSocket).Connection is not { } connection) return null;
        var environment = new Dictionary<string, string> { ["TERM"] = "xterm-256color" };
        var hello = new ClientHello { WorkingDirectory = "/", Window = window, Environment = environment }.Encode();
        if (connection.SendHandles(hello.AsSpan(0, 1), [terminal, terminal]) && connection.WriteAll(hello.AsSpan(1))) return connection;
        connection.Dispose();
        return null;
    }

    private async Task<int> TypeAsync(PtyMaster screen, CancellationToken cancellation)
    {
        using var poller = new Poller();
        poller.Add(screen.Handle, 0, PollEvents.Readable);
        var answered = 0;
        for (var round = 0; round < Rounds; round++)
        {
            for (var key = 0; key < KeysOfRound; key++)
                if (IsAnswered(screen, poller)) answered++;
            await Task.Delay(Rest, time, cancellation).ConfigureAwait(false);
        }

        return answered;
    }

    /// <summary>One key and the frame that follows it.</summary>
    private static bool IsAnswered(PtyMaster screen, Poller poller)
    {
        Span<byte> frame = stackalloc byte[4096];
        var reading = true;
        while (reading) reading = screen.Read(frame).Count > 0;
        screen.Write("x"u8);
        Span<PollEvent> events = stackalloc PollEvent[1];
        return poller.Wait(events, (int)LongestAnswer.TotalMilliseconds) > 0;
    }

    private void Clear()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>The program around a multiplexer that has only the one pane.</summary>
    private sealed class EmptyHost : IMuxHost
    {
        public IView CreateHome(IClientContext client) => new EmptyView();

        public void DrawTop(Surface surface, Rect line, IClientContext client) => surface.Write(line.Column, line.Row, ProductVersion.Text, Theme.Bar);

        public void DrawBottom(Surface surface, Rect line, IClientContext client) => surface.Write(line.Column, line.Row, ProductVersion.Text, Theme.Dim);

        public string TitleFor(IClientContext client) => "";

        public Task? RunKey(string table, string key, IClientContext client) => null;

        public Task RunWords(IReadOnlyList<string> words, IClientContext client) => Task.CompletedTask;

        public void Warn(string message)
        {
        }
    }

    private sealed class EmptyView : IView
    {
        public void Draw(Surface surface, Rect area)
        {
        }

        public bool HandleKey(in KeyEvent key) => false;
    }
}
