using System.Buffers;
using System.Text;

namespace Orchtui.Terminal.Tests.Fuzz;

/// <summary>Seeded random output with resizes in between: nothing throws, the state stays consistent, and a restored copy behaves the
/// same.</summary>
public sealed class EmulatorFuzzTests
{
    /// <summary>A few by default; ORCHTUI_FUZZ_SEEDS=n runs n of them.</summary>
    public static TheoryData<int> Seeds() =>
        [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("ORCHTUI_FUZZ_SEEDS"), out var seeds) ? seeds : 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_output_keeps_the_state_consistent_and_restorable(int seed)
    {
        var random = new Random(seed);
        var output = new RandomOutput(random);
        var store = new KeepingChunkStore();
        var options = new EmulatorOptions { ScrollbackLines = 200, Storage = store };
        var emulator = new Emulator(new CellSize(20, 6), options);
        try
        {
            for (var step = 0; step < 400; step++)
            {
                emulator.Write(output.Next());
                emulator.CheckIntegrity();
                if (random.Next(8) == 0) emulator.Resize(new CellSize(random.Next(1, 40), random.Next(1, 15)));
                emulator.CheckIntegrity();
                if (random.Next(6) == 0) emulator = Crash(emulator, options, store, random, output);
            }
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"seed {seed}", error);
        }
        finally
        {
            emulator.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_saved_state_is_restored_to_the_last_byte(int seed)
    {
        var random = new Random(seed);
        var output = new RandomOutput(random);
        var store = new KeepingChunkStore();
        var options = new EmulatorOptions { ScrollbackLines = 100, Storage = store };
        using var emulator = new Emulator(new CellSize(20, 6), options);
        for (var step = 0; step < 200; step++)
        {
            emulator.Write(output.Next());
            if (random.Next(10) == 0) emulator.Resize(new CellSize(random.Next(1, 40), random.Next(1, 15)));
            if (random.Next(4) != 0) continue;
            // The first save marks the scrollback's lines as saved, which the second one shows.
            Save(emulator);
            var saved = Save(emulator);
            store.Reopen();
            using var restored = Emulator.Restore(saved, options);
            Assert.True(saved.AsSpan().SequenceEqual(Save(restored)), $"seed {seed}, step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_output_gives_the_same_state_however_it_is_cut(int seed)
    {
        var stream = new RandomOutput(new Random(seed));
        var bytes = Enumerable.Range(0, 60).SelectMany(_ => stream.Next()).ToArray();
        var random = new Random(~seed);
        var whole = StateAfter(bytes, bytes.Length);
        Assert.True(whole.SequenceEqual(StateAfter(bytes, 1)), $"seed {seed}, byte by byte");
        Assert.True(whole.SequenceEqual(StateAfter(bytes, random.Next(2, 30))), $"seed {seed}, in pieces");
    }

    private static byte[] StateAfter(byte[] bytes, int piece)
    {
        using var emulator = new Emulator(new CellSize(20, 6), new EmulatorOptions
        {
            ScrollbackLines = 200,
            Storage = new KeepingChunkStore()
        });
        foreach (var part in bytes.Chunk(piece)) emulator.Write(part);
        return Save(emulator);
    }

    /// <summary>Saves, goes on, "dies", restores and replays: the survivor must equal the one that died.</summary>
    private static Emulator Crash(Emulator emulator, EmulatorOptions options, KeepingChunkStore store, Random random, RandomOutput output)
    {
        var saved = Save(emulator);
        var pieces = Enumerable.Range(0, random.Next(4)).Select(_ => output.Next()).ToArray();
        emulator.ClearReplies();
        foreach (var piece in pieces) emulator.Write(piece);
        var expected = Describe(emulator);
        emulator.Dispose();
        store.Reopen();
        var restored = Emulator.Restore(saved, options);
        restored.ClearReplies();
        foreach (var piece in pieces) restored.Write(piece);
        Assert.Equal(expected, Describe(restored));
        restored.CheckIntegrity();
        return restored;
    }

    private static byte[] Save(Emulator emulator)
    {
        var writer = new ArrayBufferWriter<byte>();
        emulator.Save(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static string Describe(Emulator emulator)
    {
        var text = new StringBuilder();
        text.Append($"{emulator.Size} {emulator.Cursor} {emulator.PendingWrap} {emulator.CursorVisible} {emulator.CursorShape} {emulator.InputModes} ");
        text.Append($"{emulator.AlternateScreen} {emulator.Title} {emulator.Progress} {emulator.Status} {Encoding.UTF8.GetString(emulator.PendingReplies)}\n");
        for (var row = 0; row < emulator.Size.Rows; row++)
        {
            foreach (var cell in emulator.Row(row)) DescribeCell(emulator, cell, text);
            text.Append(emulator.RowWrapped(row) ? "~\n" : "\n");
        }

        var line = new Cell[CellSize.MaxColumns];
        for (var i = 0; i < emulator.Scrollback.Count; i++)
        {
            foreach (var cell in line.AsSpan(0, emulator.Scrollback.ReadLine(i, line))) DescribeCell(emulator, cell, text);
            text.Append(emulator.Scrollback.Wrapped(i) ? "~\n" : "\n");
        }

        return text.ToString();
    }

    private static void DescribeCell(Emulator emulator, Cell cell, StringBuilder text) =>
        text.Append($"[{emulator.GetText(cell)}{cell.Foreground}/{cell.Background}/{cell.Bits & 0xffff:x}{emulator.Hyperlink(cell)?.Uri}{emulator.UnderlineColor(cell)}]");
}
