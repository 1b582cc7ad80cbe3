using System.Buffers;
using System.Text;

namespace Orchtui.Terminal.Tests.Reflow;

/// <summary>
/// Lines that a change of the width set aside become what wrapping all of them at once makes of them, whatever happens in between: one
/// emulator is asked for its number of lines after each step, which wraps all, the other one is not.
/// </summary>
public sealed class LazyReflowTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Lines_wrapped_late_are_those_wrapped_at_once(int seed)
    {
        var random = new Random(seed);
        var (store, options) = Options(50_000);
        var eager = new Emulator(new CellSize(40, 10), new EmulatorOptions { ScrollbackLines = 50_000 });
        var lazy = new Emulator(new CellSize(40, 10), options);
        for (var step = 0; step < 12; step++)
        {
            var output = Encoding.UTF8.GetBytes(Output(random, step == 0 ? 4000 : random.Next(random.Next(2) == 0 ? 20 : 900)));
            eager.Write(output);
            lazy.Write(output);
            Look(lazy.Scrollback, random);
            var size = new CellSize(random.Next(3) == 0 ? 40 : random.Next(5, 90), random.Next(3, 30));
            eager.Resize(size);
            lazy.Resize(size);
            Assert.True(eager.Scrollback.Count > 0);
            if (random.Next(2) == 0) Look(lazy.Scrollback, random);
            if (random.Next(3) == 0) lazy = Reopen(lazy, store, options);
        }

        Assert.Equal(Describe(eager), Describe(lazy));
        eager.Dispose();
        lazy.Dispose();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Output_meanwhile_pushes_out_the_same_lines_whenever_they_are_wrapped(int seed)
    {
        var random = new Random(seed);
        using var eager = new Emulator(new CellSize(40, 10), new EmulatorOptions { ScrollbackLines = 3000 });
        using var lazy = new Emulator(new CellSize(40, 10), new EmulatorOptions { ScrollbackLines = 3000 });
        foreach (var columns in new[] { random.Next(5, 39), 40, random.Next(41, 90), 40 })
        {
            var before = Encoding.UTF8.GetBytes(Output(random, 4000));
            var after = Encoding.UTF8.GetBytes(Output(random, random.Next(1500)));
            foreach (var emulator in new[] { eager, lazy })
            {
                emulator.Write(before);
                Assert.InRange(emulator.Scrollback.Count, 2000, 24_000);
                emulator.Resize(new CellSize(columns, 10));
                if (emulator == eager) Assert.InRange(emulator.Scrollback.Count, 2000, 24_000);
                emulator.Write(after);
            }

            Assert.Equal(Describe(eager), Describe(lazy));
        }
    }

    [Fact]
    public void The_lines_near_the_screen_are_read_without_the_others_and_keep_their_numbers()
    {
        using var t = new EmulatorHarness(40, 10, new EmulatorOptions { ScrollbackLines = 10_000 });
        for (var i = 0; i < 9000; i++) t.Write($"line {i} with more words than fit\r\n");
        t.Resize(20, 10);
        var scrollback = t.Emulator.Scrollback;
        var next = scrollback.NextLine;
        var row = new Cell[CellSize.MaxColumns];
        var last = t.Emulator.LineText(row.AsSpan(0, scrollback.ReadNumbered(next - 1, row)));
        Assert.True(scrollback.Keeps(next - 300));
        Assert.False(scrollback.Keeps(next));
        Assert.True(scrollback.HasUnwrapped);
        Assert.Equal(18_000, scrollback.Count, 100d);
        Assert.False(scrollback.HasUnwrapped);
        Assert.Equal(next, scrollback.NextLine);
        Assert.Equal(next - scrollback.Count, scrollback.FirstLine);
        Assert.Equal(last, t.Emulator.LineText(row.AsSpan(0, scrollback.ReadLine(scrollback.Count - 1, row))));
        Assert.Equal("line 0 with more wor", t.Emulator.LineText(row.AsSpan(0, scrollback.ReadNumbered(scrollback.FirstLine, row))));
        Assert.True(scrollback.WrappedNumbered(scrollback.FirstLine));
    }

    [Fact]
    public void Output_without_line_ends_keeps_its_text()
    {
        using var t = new EmulatorHarness(50, 8, new EmulatorOptions { ScrollbackLines = 20_000 });
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i:x} "));
        t.Write(text);
        var before = LogicalText.Of(t.Emulator);
        foreach (var columns in new[] { 31, 77, 50 })
        {
            t.Resize(columns, 8);
            Assert.Equal(before, LogicalText.Of(t.Emulator));
        }
    }

    [Fact]
    public void Erasing_saved_lines_frees_those_set_aside()
    {
        var (store, options) = Options(10_000);
        using var t = new EmulatorHarness(40, 10, options);
        for (var i = 0; i < 5000; i++) t.Write($"line {i} with more words than fit\r\n");
        t.Resize(20, 10);
        t.Write("\e[3J");
        Assert.False(t.Emulator.Scrollback.HasUnwrapped);
        Assert.Equal(store.Count, store.FreeCount);
    }

    private static (KeepingChunkStore Store, EmulatorOptions Options) Options(int lines)
    {
        var store = new KeepingChunkStore();
        return (store, new EmulatorOptions { ScrollbackLines = lines, Storage = store });
    }

    private static void Look(Scrollback scrollback, Random random)
    {
        switch (random.Next(5))
        {
            case 0: scrollback.WrapSome(); break;
            case 1: scrollback.OldestFrom(scrollback.NextLine - random.Next(3000)); break;
            case 2: Assert.True(scrollback.Count > 0); break;
        }
    }

    private static Emulator Reopen(Emulator emulator, KeepingChunkStore store, EmulatorOptions options)
    {
        var saved = new ArrayBufferWriter<byte>();
        emulator.Save(saved);
        emulator.Write("lost"u8);
        emulator.Scrollback.WrapSome();
        emulator.Dispose();
        store.Reopen();
        return Emulator.Restore(saved.WrittenSpan, options);
    }

    private static string Output(Random random, int lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++)
        {
            if (random.Next(20) == 0) text.Append("\e]133;A\e\\");
            var words = random.Next(9);
            for (var word = 0; word < words; word++) text.Append($"\e[3{random.Next(8)}m{(random.Next(6) == 0 ? "日本" : "word")}{random.Next(1000)}\e[m ");
            text.Append("\r\n");
        }

        return text.ToString();
    }

    private static string Describe(Emulator emulator)
    {
        var text = new StringBuilder();
        var row = new Cell[CellSize.MaxColumns];
        var scrollback = emulator.Scrollback;
        for (var i = 0; i < scrollback.Count; i++)
        {
            var cells = row.AsSpan(0, scrollback.ReadLine(i, row));

            // A line of a width that all fit is left as it is, while one that is wrapped loses the blanks behind its last row.
            if (!scrollback.Wrapped(i)) cells = cells[..LineWrap.TextLength(cells)];
            text.Append(emulator.LineText(cells));
            foreach (var cell in cells) text.Append($"{cell.Foreground}");
            text.Append($" {scrollback.Wrapped(i)} {scrollback.Marks(i)}\n");
        }

        for (var i = 0; i < emulator.Size.Rows; i++) text.Append($"{emulator.RowText(i)} {emulator.RowWrapped(i)} {emulator.RowMarks(i)}\n");
        return text.Append(emulator.Cursor).ToString();
    }
}
