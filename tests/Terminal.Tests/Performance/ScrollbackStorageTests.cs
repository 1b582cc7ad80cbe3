using System.Diagnostics;
using Xunit.Abstractions;

namespace Orchtui.Terminal.Tests.Performance;

/// <summary>
/// What the scrollback costs: bytes a line, the time to add one, the time to read one. Bytes are the store's own count, with the
/// heap's growth beside them, so that nothing hides outside of the store. Times are the best of several rounds.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ScrollbackStorageTests(ITestOutputHelper output)
{
    private const int ChunkBytes = 32 << 10;
    private const double Mebibyte = 1 << 20;

    [Theory]
    [InlineData("plain", 1.0)]
    [InlineData("colour per word", 2.0)]
    [InlineData("coloured log", 2.0)]
    [InlineData("unicode", 2.0)]
    [InlineData("true colour per word", 2.0)]
    [InlineData("true colours in every cell", 8.0)]
    public void Ten_thousand_lines_of_80_columns_take_no_more_than(string kind, double mebibytes)
    {
        var (stored, heap) = Measure(kind, 10_000);
        output.WriteLine($"{kind}, 10,000 lines: {stored / Mebibyte:0.00} MiB stored, {heap / Mebibyte:0.00} MiB of heap with all tables");
        Assert.InRange(stored / Mebibyte, 0.1, mebibytes);
        Assert.InRange(heap / Mebibyte, 0.1, mebibytes + 0.5);
    }

    [Theory]
    [InlineData("colour per word")]
    [InlineData("coloured log")]
    [InlineData("unicode")]
    public void A_hundred_thousand_lines_take_25_mebibytes_at_most(string kind)
    {
        var (stored, heap) = Measure(kind, 100_000);
        output.WriteLine($"{kind}, 100,000 lines: {stored / Mebibyte:0.00} MiB stored, {heap / Mebibyte:0.00} MiB of heap with all tables");
        Assert.InRange(heap / Mebibyte, 1, 25);
        Assert.InRange(stored / Mebibyte, 1, 25);
    }

    [Fact]
    public void A_line_is_added_in_constant_time_however_many_there_are()
    {
        const int lines = 100_000;
        var best = new long[lines];
        Array.Fill(best, long.MaxValue);
        var mostAllocated = 0L;
        var samples = Enumerable.Range(0, 500).Select(i => SampleLines.Line("colour per word", i)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            using var emulator = New(new HeapChunkStore(), lines);
            for (var i = 0; i < lines; i++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var begin = Stopwatch.GetTimestamp();
                Add(emulator, samples[i % samples.Length]);
                best[i] = Math.Min(best[i], Stopwatch.GetTimestamp() - begin);
                mostAllocated = Math.Max(mostAllocated, GC.GetAllocatedBytesForCurrentThread() - allocated);
            }
        }

        // What the machine does beside this test hits another line in each round; a pause of our own comes back at the same one.
        var worst = Microseconds(best.Max());
        var (early, late) = (Microseconds(best[1000..11_000].Sum()) / 10_000, Microseconds(best[^10_000..].Sum()) / 10_000);
        output.WriteLine($"Adding a line: {early:0.0} us early, {late:0.0} us at 100,000, {worst:0} us at worst; {mostAllocated} bytes at most");
        Assert.InRange(mostAllocated, ChunkBytes, 2 * ChunkBytes);
        Assert.InRange(worst, 0, 1000);
        Assert.InRange(late, 0, early * 4 + 5);
    }

    [Theory]
    [InlineData("colour per word", 20)]
    [InlineData("coloured log", 20)]
    [InlineData("unicode", 20)]
    [InlineData("true colours in every cell", 20)]
    public void Any_of_a_hundred_thousand_lines_is_read_within_microseconds(string kind, double bar)
    {
        const int reads = 10_000;
        using var emulator = New(new HeapChunkStore(), 100_000);
        for (var i = 0; i < 100_100; i++) Add(emulator, SampleLines.Line(kind, i % 5000));
        var row = new Cell[80];
        var best = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var random = new Random(round);
            var begin = Stopwatch.GetTimestamp();
            for (var i = 0; i < reads; i++)
                Assert.NotEqual(0, emulator.Scrollback.ReadLine(random.Next(emulator.Scrollback.Count), row));
            best = Math.Min(best, Microseconds(Stopwatch.GetTimestamp() - begin) / reads);
        }

        output.WriteLine($"{kind}: {best:0.00} us a line at random");
        Assert.InRange(best, 0, bar);
    }

    private static (long Stored, long Heap) Measure(string kind, int lines)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var emulator = New(new HeapChunkStore(), lines);
        for (var i = 0; i < lines + 100; i++) Add(emulator, SampleLines.Line(kind, i));
        Assert.Equal(lines, emulator.Scrollback.Count);
        var heap = GC.GetTotalMemory(forceFullCollection: true) - before;
        return (emulator.Scrollback.StoredBytes, heap);
    }

    private static Emulator New(IChunkStore store, int lines) =>
        new(new CellSize(80, 24), new EmulatorOptions { ScrollbackLines = lines, Storage = store });

    private static void Add(Emulator emulator, byte[] line)
    {
        emulator.Write(line);
        emulator.Write("\r\n"u8);
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    /// <summary>Arrays of its own, so that the heap's growth is the store's.</summary>
    private sealed class HeapChunkStore : IChunkStore
    {
        private readonly List<byte[]> _chunks = [];
        private readonly Stack<int> _free = [];

        int IChunkStore.ChunkBytes => ScrollbackStorageTests.ChunkBytes;

        public int Count => _chunks.Count;

        public Span<byte> this[int chunk] => _chunks[chunk];

        public int Allocate()
        {
            if (_free.TryPop(out var chunk)) return chunk;
            _chunks.Add(new byte[ScrollbackStorageTests.ChunkBytes]);
            return _chunks.Count - 1;
        }

        public void Free(int chunk) => _free.Push(chunk);

        public void Dispose()
        {
        }
    }
}
