using System.Diagnostics;
using Xunit.Abstractions;

namespace Orchtui.Terminal.Tests.Performance;

/// <summary>
/// Measures the emulator on files of recorded output: set ORCHTUI_PAYLOADS to a folder of *.bin files. Nothing is asserted about time;
/// the table is what one reads.
/// </summary>
public sealed class ThroughputTests(ITestOutputHelper output)
{
    private const int WriteBytes = 4096;
    private const int Passes = 7;

    [Fact]
    public void Every_payload_is_taken_whole()
    {
        var folder = Environment.GetEnvironmentVariable("ORCHTUI_PAYLOADS");
        if (folder is null) return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.bin").Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            var with = Best(bytes, 10_000, out var lines);
            var without = Best(bytes, 0, out _);
            output.WriteLine($"{Path.GetFileNameWithoutExtension(file),-8} {with,7:0} MB/s with scrollback, {without,7:0} without; {lines} lines");
            Assert.True(with > 0);
        }
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
