using System.Diagnostics;
using Xunit.Abstractions;

namespace Orchtui.Terminal.Tests.Performance;

/// <summary>What another width costs the thread that all panes share: the change itself, a piece of what it leaves, and all of it.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ReflowTimeTests(ITestOutputHelper output)
{
    /// <summary>A frame; the change itself and a piece take a tenth of it and less.</summary>
    private const double LongestMilliseconds = 16;

    [Theory]
    [InlineData("plain")]
    [InlineData("colour per word")]
    [InlineData("coloured log")]
    [InlineData("true colours in every cell")]
    public void Another_width_of_a_hundred_thousand_lines_holds_nobody_up(string kind)
    {
        using var emulator = new Emulator(new CellSize(80, 24), new EmulatorOptions { ScrollbackLines = 100_000 });
        for (var i = 0; i < 100_024; i++)
        {
            emulator.Write(SampleLines.Line(kind, i % 500));
            emulator.Write("\r\n"u8);
        }

        var (change, piece, all) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var round = 0; round < 4; round++)
        {
            change = Math.Min(change, Measure(() => emulator.Resize(new CellSize(round % 2 == 0 ? 60 : 80, 24))));
            Assert.True(emulator.Scrollback.HasUnwrapped);
            var (longest, sum) = (0.0, 0.0);
            while (emulator.Scrollback.HasUnwrapped)
            {
                var taken = Measure(emulator.Scrollback.WrapSome);
                (longest, sum) = (Math.Max(longest, taken), sum + taken);
            }

            (piece, all) = (Math.Min(piece, longest), Math.Min(all, sum));
            Assert.InRange(emulator.Scrollback.Count, 100_000, 210_000);
        }

        output.WriteLine($"{kind}: change {change:0.00} ms, longest piece {piece:0.00} ms, all pieces {all:0.0} ms, "
            + $"{emulator.Scrollback.StoredBytes >> 20} MiB stored");
        Assert.InRange(change, 0, LongestMilliseconds);
        Assert.InRange(piece, 0, LongestMilliseconds);
    }

    private static double Measure(Action action)
    {
        var begin = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}
