using System.Globalization;

namespace Orchtui.Terminal.Tests.Fuzz;

/// <summary>
/// Much random output on screens of all sizes, cut anywhere, with resizes at any moment: nothing throws, the state stays consistent, and
/// what is kept for the program is bounded. Ten million bytes by default; ORCHTUI_FUZZ_BYTES asks for more.
/// </summary>
public sealed class HostileOutputTests
{
    private const int Seeds = 10;
    private const int MaxReplyBytes = 64 << 10;
    private const int ScrollbackLines = 500;

    /// <summary>A screen of more cells is checked now and then only, since a check reads every cell.</summary>
    private const int AlwaysCheckedCells = 4000;

    public static TheoryData<int> SeedNumbers() => [.. Enumerable.Range(1, Seeds)];

    [Theory]
    [MemberData(nameof(SeedNumbers))]
    public void Hostile_output_never_breaks_the_emulator(int seed)
    {
        var random = new Random(seed);
        var output = new RandomOutput(random);
        using var emulator = new Emulator(RandomSize(random), new EmulatorOptions { ScrollbackLines = ScrollbackLines, ReportTitles = true });
        var left = TotalBytes() / Seeds;
        for (var step = 0; left > 0; step++)
        {
            var piece = output.Next();
            left -= piece.Length;
            try
            {
                Feed(emulator, piece, step, random);
            }
            catch (InvalidOperationException error)
            {
                throw new InvalidOperationException($"seed {seed}, step {step}, size {emulator.Size}", error);
            }
        }
    }

    private static void Feed(Emulator emulator, byte[] piece, int step, Random random)
    {
        emulator.Write(piece);
        if (random.Next(200) == 0) emulator.Resize(RandomSize(random));
        if (step % 100 == 0 || emulator.Size.Columns * emulator.Size.Rows <= AlwaysCheckedCells) emulator.CheckIntegrity();
        Assert.InRange(emulator.PendingReplies.Length, 0, MaxReplyBytes);
        Assert.InRange(emulator.Scrollback.Count, 0, ScrollbackLines * 8);
        Assert.DoesNotContain(emulator.Title, char.IsControl);
        if (random.Next(20) == 0) emulator.ClearReplies();
    }

    private static long TotalBytes() =>
        long.TryParse(Environment.GetEnvironmentVariable("ORCHTUI_FUZZ_BYTES"), CultureInfo.InvariantCulture, out var bytes)
            ? bytes : 10_000_000;

    /// <summary>From 1x1 to 1000x500, small ones as often as large ones.</summary>
    private static CellSize RandomSize(Random random) => random.Next(20) switch
    {
        0 => new CellSize(1, 1),
        1 => new CellSize(1000, 500),
        _ => new CellSize((int)Math.Pow(1000, random.NextDouble()), (int)Math.Pow(500, random.NextDouble())),
    };
}
