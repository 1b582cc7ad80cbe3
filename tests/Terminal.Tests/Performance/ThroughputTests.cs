using System.Buffers;
using System.Diagnostics;
using System.Text;
using Xunit.Abstractions;

namespace Orchtui.Terminal.Tests.Performance;

/// <summary>
/// Measures the emulator on a built-in payload, or on files of recorded output: set ORCHTUI_PAYLOADS to a folder of *.bin files. Nothing is
/// asserted about time; the table is what one reads.
/// </summary>
public sealed class ThroughputTests(ITestOutputHelper output)
{
    private const int WriteBytes = 4096;
    private const int Passes = 7;

    [Fact]
    public void The_scrollback_holds_the_newest_lines_of_each_payload()
    {
        foreach (var (name, bytes) in Payloads())
        {
            var with = Best(bytes, 10_000, out var lines);
            var without = Best(bytes, 0, out var none);
            output.WriteLine($"{name,-8} {with,7:0} MB/s with scrollback, {without,7:0} without; {lines} lines");
            Assert.InRange(lines, name == "built-in" ? 10_000 : 0, 10_000);
            Assert.Equal(0, none);
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Payloads()
    {
        if (Environment.GetEnvironmentVariable("ORCHTUI_PAYLOADS") is not { Length: > 0 } folder)
            return [("built-in", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0,
                3000).Select(i => $"\e[3{i % 8}mline {i}\e[0m and some words\r\n"))))];
        return Directory.EnumerateFiles(folder,
            "*.bin").Order(StringComparer.Ordinal).Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file)));
    }

    [Fact]
    public void A_saved_state_is_mostly_its_cells()
    {
        using var emulator = new Emulator(new CellSize(200, 50), new EmulatorOptions());
        for (var i = 0; i < 12_000; i++)
            emulator.Write("\e[31mword \e[32mother \e[0mand a line that fills most of the row with text, as logs do, up to here\r\n"u8);
        var resize = Stopwatch.StartNew();
        for (var i = 0; i < 10; i++) emulator.Resize(new CellSize(i % 2 == 0 ? 60 : 200, 50));
        output.WriteLine($"Resize: {resize.Elapsed.TotalMilliseconds / 10:0.0} ms with {emulator.Scrollback.Count} lines");
        var writer = new ArrayBufferWriter<byte>(1 << 20);
        var clock = new Stopwatch();
        for (var i = 0; i < 200; i++)
        {
            writer.ResetWrittenCount();
            clock.Start();
            emulator.Save(writer);
            clock.Stop();
        }

        output.WriteLine($"Save: {clock.Elapsed.TotalMicroseconds / 200:0} us, {writer.WrittenCount} bytes");
        Assert.InRange(writer.WrittenCount, 1, 200 * 50 * 16 + 16_384);
    }

    private static double Best(byte[] bytes, int scrollback, out int lines)
    {
        using var emulator = new Emulator(new CellSize(200, 50), new EmulatorOptions { ScrollbackLines = scrollback });
        var best = 0.0;
        for (var pass = 0; pass < Passes; pass++)
        {
            var clock = Stopwatch.StartNew();
            for (var at = 0; at < bytes.Length; at += WriteBytes) emulator.Write(bytes.AsSpan(at, Math.Min(WriteBytes, bytes.Length - at)));
            best = Math.Max(best, bytes.Length / 1e6 / clock.Elapsed.TotalSeconds);
        }

        lines = emulator.Scrollback.Count;
        return best;
    }
}
