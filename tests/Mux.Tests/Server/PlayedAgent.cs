using System.Text;
using Orchtui.Mux.Panes;
using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Server;

/// <summary>A program in a pane that a test plays itself, step by step: it draws and reads on the program's side of a real terminal.</summary>
internal sealed class PlayedAgent : IDisposable
{
    private const int Columns = 80, Rows = 22;
    private readonly FileDescriptor _terminal;
    private readonly RawTerminal _raw;

    private PlayedAgent(PaneId pane, FileDescriptor terminal, RawTerminal raw) => (Pane, _terminal, _raw) = (pane, terminal, raw);

    public PaneId Pane { get; }

    public static async Task<PlayedAgent> StartAsync(MuxFixture fixture)
    {
        var pair = PtyPair.TryOpen(new PtySize(Columns, Rows), out var error);
        Assert.True(pair is not null, error.Message);
        var terminal = pair.OpenSlave();
        var raw = RawTerminal.TryOpen(terminal, out _)!;
        Assert.True(raw.EnterRaw());
        var pane = await fixture.Mux.InvokeAsync(mux =>
        {
            var id = mux.NewPaneId();
            var handles = new PaneHandles(pair.Master, OutputRing.Create(OutputRing.SmallestCapacity), 0, null);
            mux.Add(MuxFixture.Record(id, "played"), handles, new PanePlace.NewWindow(new CellSize(Columns, Rows)));
            return id;
        });
        return new PlayedAgent(pane, terminal, raw);
    }

    public void Print(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(bytes.Length, _terminal.Write(bytes).Count);
    }

    /// <summary>All that was typed so far and not read yet.</summary>
    public string Typed()
    {
        using var poller = new Poller();
        poller.Add(_terminal, 0, PollEvents.Readable);
        var typed = new StringBuilder();
        Span<byte> buffer = stackalloc byte[256];
        Span<PollEvent> events = stackalloc PollEvent[1];
        while (poller.Wait(events, 0) > 0)
        {
            var read = _terminal.Read(buffer);
            if (read.Count <= 0) break;
            typed.Append(Encoding.UTF8.GetString(buffer[..read.Count]));
        }

        return typed.ToString();
    }

    /// <summary>The program ends.</summary>
    public void End() => _terminal.Dispose();

    public void Dispose()
    {
        _raw.Dispose();
        _terminal.Dispose();
    }
}
