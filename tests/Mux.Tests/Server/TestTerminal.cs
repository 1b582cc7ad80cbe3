using Orchtui.Pty;
using Orchtui.Terminal;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

/// <summary>A person's terminal: a real pseudo-terminal with an emulator that shows and answers what is written to it.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    public TestTerminal(int columns, int rows)
    {
        var pair = PtyPair.TryOpen(new PtySize((ushort)columns, (ushort)rows), out var error);
        Assert.True(pair is not null, error.Message);
        Master = pair.Master;
        Slave = pair.OpenSlave();
        Emulator = new Emulator(new CellSize(columns, rows), new EmulatorOptions { ScrollbackLines = 0 });
    }

    public PtyMaster Master { get; }

    public FileDescriptor Slave { get; }

    public Emulator Emulator { get; }

    public long Received { get; private set; }

    /// <summary>The bytes of all frames so far, when they are to be looked at.</summary>
    public List<byte>? Record { get; set; }

    public string Text => string.Join('\n', Enumerable.Range(0, Emulator.Size.Rows).Select(Emulator.RowText));

    /// <summary>Takes what has been written and answers its questions. True when the terminal is gone.</summary>
    public bool Read()
    {
        while (true)
        {
            var result = Master.Read(_buffer);
            if (result.WouldBlock || result.HungUp) return result.HungUp;
            Received += result.Count;
            Record?.AddRange(_buffer.AsSpan(0, result.Count));
            Emulator.Write(_buffer.AsSpan(0, result.Count));
            if (!Emulator.PendingReplies.IsEmpty) Master.Write(Emulator.PendingReplies);
            Emulator.ClearReplies();
        }
    }

    public void Type(string text) => Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text), Master.Write(System.Text.Encoding.UTF8.GetBytes(text)).Count);

    public void Resize(int columns, int rows)
    {
        Read();
        Master.Resize(new PtySize((ushort)columns, (ushort)rows));
        Emulator.Resize(new CellSize(columns, rows));
    }

    public Task ShowsAsync(string text) => UntilAsync($"'{text}' is shown", () => Text.Contains(text));

    public Task HidesAsync(string text) => UntilAsync($"'{text}' is not shown", () => !Text.Contains(text));

    public Task UntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            Read();
            return condition();
        },
        describe: () => Text);

    public void Dispose()
    {
        Slave.Dispose();
        Master.Dispose();
        Emulator.Dispose();
    }
}
