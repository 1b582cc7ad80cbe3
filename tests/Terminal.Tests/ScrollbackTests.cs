using System.Buffers;
using System.Text;

namespace Orchtui.Terminal.Tests;

public sealed class ScrollbackTests
{
    [Fact]
    public void Lines_that_scroll_off_are_kept_with_text_and_style()
    {
        using var t = new EmulatorHarness(20, 2);
        t.Write("\e[1;31mred\e[0m 日本 e\u0301 👩‍💻\e]8;;http://x/\aL\e]8;;\a\r\n\r\n");
        var line = new Cell[20];
        var used = t.Emulator.Scrollback.ReadLine(0, line);
        Assert.Equal("red 日本 e\u0301 👩‍💻L", t.Emulator.LineText(line.AsSpan(0, used)));
        Assert.Equal(CellAttributes.Bold, line[0].Attributes);
        Assert.Equal(Color.Indexed(1), line[2].Foreground);
        Assert.True(line[4].IsWide);
        Assert.True(line[5].IsWideTail);
        Assert.Equal("http://x/", t.Emulator.Hyperlink(line[used - 1])?.Uri);
    }

    [Fact]
    public void The_oldest_lines_go_when_the_limit_is_reached()
    {
        using var t = new EmulatorHarness(10, 2, new EmulatorOptions { ScrollbackLines = 100 });
        for (var i = 0; i < 5000; i++) t.Write($"{i}\r\n");
        Assert.Equal(100, t.Emulator.Scrollback.Count);
        Assert.Equal(string.Join('\n', Enumerable.Range(4899, 100)), t.History);
    }

    [Fact]
    public void Without_scrollback_lines_are_dropped()
    {
        using var t = new EmulatorHarness(10, 2, new EmulatorOptions { ScrollbackLines = 0 });
        t.Write("1\r\n2\r\n3\r\n");
        Assert.Equal(0, t.Emulator.Scrollback.Count);
    }

    [Fact]
    public void The_alternate_screen_keeps_nothing()
    {
        using var t = new EmulatorHarness(10, 2);
        t.Write("\e[?1049h1\r\n2\r\n3\r\n");
        Assert.Equal(0, t.Emulator.Scrollback.Count);
    }

    [Fact]
    public void Erasing_saved_lines_clears_it_and_frees_its_chunks()
    {
        var store = new KeepingChunkStore();
        using var t = new EmulatorHarness(10, 2, new EmulatorOptions { Storage = store });
        for (var i = 0; i < 2000; i++) t.Write($"{i}\r\n");
        t.Write("\e[3J");
        Assert.Equal(0, t.Emulator.Scrollback.Count);
        Assert.Equal(store.Count, store.FreeCount);
    }

    [Fact]
    public void Ten_thousand_coloured_lines_of_80_columns_fit_two_mebibytes()
    {
        var store = new KeepingChunkStore(32 << 10);
        using var t = new EmulatorHarness(80, 24, new EmulatorOptions { Storage = store });
        var random = new Random(5);
        for (var i = 0; i < 10_100; i++)
        {
            var line = new StringBuilder();
            for (var word = 0; word < 11; word++) line.Append($"\e[{31 + random.Next(7)}mword{random.Next(10, 99)}\e[0m ");
            t.Emulator.Write(Encoding.UTF8.GetBytes(line.Append("\r\n").ToString()[..^2].TrimEnd() + "\r\n"));
        }

        Assert.Equal(10_000, t.Emulator.Scrollback.Count);
        Assert.InRange((store.Count - store.FreeCount) * (32 << 10), 1, 2 << 20);
    }

    [Fact]
    public void A_row_that_differs_in_every_cell_still_fits_a_small_chunk()
    {
        using var t = new EmulatorHarness(CellSize.MaxColumns, 2, new EmulatorOptions { Storage = new KeepingChunkStore() });
        var row = string.Concat(Enumerable.Range(0,
            CellSize.MaxColumns).Select(i => $"\e[38;2;{i % 256};{i / 256};7;48;2;{i % 200};1;2mx"));
        t.Write(row + "\r\nnext\r\n\r\n");
        Assert.Equal(2, t.Emulator.Scrollback.Count);
        Assert.StartsWith("xxxx", t.History, StringComparison.Ordinal);
        Assert.EndsWith("\nnext", t.History, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_that_a_saved_state_refers_to_is_not_reused_before_two_saves_followed()
    {
        var store = new KeepingChunkStore();
        using var t = new EmulatorHarness(10, 2, new EmulatorOptions { ScrollbackLines = 50, Storage = store });
        for (var i = 0; i < 400; i++) t.Write($"{i}\r\n");
        Save(t);
        var free = store.FreeCount;
        for (var i = 0; i < 4000; i++) t.Write($"{i}\r\n");
        Assert.True(store.FreeCount >= free);
        var saved = Save(t);
        var allocated = store.Count - store.FreeCount;
        Save(t);
        Assert.True(store.Count - store.FreeCount < allocated);
        store.Reopen();
        using var restored = Emulator.Restore(saved, new EmulatorOptions { ScrollbackLines = 50, Storage = store });
        Assert.Equal(50, restored.Scrollback.Count);
    }

    [Fact]
    public void Lines_appended_after_a_save_are_cut_off_on_restore()
    {
        var store = new KeepingChunkStore();
        var options = new EmulatorOptions { Storage = store };
        using var t = new EmulatorHarness(10, 2, options);
        for (var i = 0; i < 300; i++) t.Write($"{i}\r\n");
        var history = t.History;
        var saved = Save(t);
        for (var i = 0; i < 3000; i++) t.Write("later\r\n");
        t.Resize(7, 9);
        store.Reopen();
        using var restored = Emulator.Restore(saved, options);
        var line = new Cell[10];
        var lines = Enumerable.Range(0, restored.Scrollback.Count).Select(i => restored.LineText(line.AsSpan(0,
            restored.Scrollback.ReadLine(i, line))));
        Assert.Equal(history, string.Join('\n', lines));
    }

    [Fact]
    public void A_store_that_lost_its_content_gives_an_empty_scrollback()
    {
        using var t = new EmulatorHarness(10, 2, new EmulatorOptions { Storage = new KeepingChunkStore() });
        for (var i = 0; i < 300; i++) t.Write($"{i}\r\n");
        using var restored = Emulator.Restore(Save(t), new EmulatorOptions { Storage = new KeepingChunkStore() });
        Assert.Equal(0, restored.Scrollback.Count);
        Assert.Equal("299", restored.RowText(0));
    }

    [Fact]
    public void Damaged_lines_are_read_without_a_fault()
    {
        var store = new KeepingChunkStore();
        using var t = new EmulatorHarness(20, 2, new EmulatorOptions { Storage = store });
        for (var i = 0; i < 400; i++) t.Write($"\e[3{i % 8}m{i} 日本\e[0m e\u0301 \e[48;2;1;2;{i % 256}mx\r\n");
        var random = new Random(9);
        for (var round = 0; round < 200; round++)
        {
            for (var i = 0; i < 20; i++)
            {
                var chunk = store[random.Next(store.Count)];
                chunk[random.Next(32, chunk.Length)] = (byte)random.Next(256);
            }

            Assert.NotEmpty(t.History);
        }

        t.Emulator.Resize(new CellSize(13, 2));
        Assert.NotEmpty(t.History);
    }

    [Fact]
    public void Damaged_saved_states_are_refused_as_such()
    {
        using var t = new EmulatorHarness(10, 4);
        t.Write("text 日本 e\u0301\e]8;;u:x\a\e[?1049hmore");
        var saved = Save(t);
        Assert.Throws<InvalidDataException>(() => Emulator.Restore([1, 2, 3], new EmulatorOptions()));
        for (var length = 0; length < saved.Length; length += 7)
            Assert.Throws<InvalidDataException>(() => Emulator.Restore(saved.AsSpan(0, length), new EmulatorOptions()));
    }

    private static byte[] Save(EmulatorHarness t)
    {
        var writer = new ArrayBufferWriter<byte>();
        t.Emulator.Save(writer);
        return writer.WrittenSpan.ToArray();
    }
}
