using BenchmarkDotNet.Attributes;
using Orchtui.Terminal;

namespace Orchtui.ParserBench;

/// <summary>
/// The parser and the screen behind it, without a pseudo-terminal: one pass over each payload in pieces of the size that a read brings. What it
/// allocates is for the whole pass, so that anything above a few bytes means garbage by the line or the cell.
/// </summary>
public class EmulatorBenchmark
{
    private const int ReadSize = 4096;
    private Emulator _emulator = null!;

    [ParamsSource(nameof(Payloads))]
    public Payload Payload { get; set; } = null!;

    [Params(0, 10_000)]
    public int Scrollback { get; set; }

    public static IEnumerable<Payload> Payloads => PayloadSource.All;

    [GlobalSetup]
    public void Open()
    {
        _emulator = new Emulator(new CellSize(200, 50), new EmulatorOptions { ScrollbackLines = Scrollback });

        // Until the scrollback is full it grows; what is measured is the steady state.
        for (var passes = 0; passes < 4; passes++) Write();
    }

    [GlobalCleanup]
    public void Close() => _emulator.Dispose();

    [Benchmark]
    public void Write()
    {
        for (var rest = Payload.Bytes.AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(ReadSize, rest.Length)..])
            _emulator.Write(rest[..Math.Min(ReadSize, rest.Length)]);
    }
}
