using System.Text.Json;
using Orchtui.TestKit;

namespace Orchtui.Terminal.Tests.Recordings;

/// <summary>The recorded output of real agent programs must end in the screen that was captured beside it.</summary>
public sealed class RecordingTests
{
    private static string Folder => Path.Combine(Requirement.SharedFolder ?? "", "agents");

    public static TheoryData<string> WithScreen() => Files("*.expected.txt", ".expected.txt");

    public static TheoryData<string> All() => Files("*.raw", ".raw");

    private static TheoryData<string> Files(string pattern, string ending)
    {
        var data = new TheoryData<string>();
        if (Requirement.SharedFolder is null) return data;
        foreach (var file in Directory.EnumerateFiles(Folder, pattern).Order(StringComparer.Ordinal))
            data.Add(Path.GetFileName(file)[..^ending.Length]);
        return data;
    }

    [RequiresTheory("shared")]
    [MemberData(nameof(WithScreen))]
    public void A_recording_ends_in_the_captured_screen(string name)
    {
        var meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".meta.json"))).RootElement;
        using var emulator = new Emulator(new CellSize(meta.GetProperty("cols").GetInt32(), meta.GetProperty("rows").GetInt32()),
            new EmulatorOptions());
        emulator.Write(Bytes(name));
        emulator.CheckIntegrity();
        var expected = File.ReadAllText(Path.Combine(Folder, name + ".expected.txt")).TrimEnd('\n').Split('\n').Select(Normal);
        var actual = Enumerable.Range(0, emulator.Size.Rows).Select(row => Normal(emulator.RowText(row)));
        var want = string.Join('\n', expected).TrimEnd('\n');
        var got = string.Join('\n', actual).TrimEnd('\n');
        Assert.True(want == got, TextDifference.Describe(want, got));
        // The capture counts a pending wrap as a column behind the last one.
        var column = Math.Min(meta.GetProperty("cursor_x").GetInt32(), emulator.Size.Columns - 1);
        Assert.Equal(new CellPosition(meta.GetProperty("cursor_y").GetInt32(), column), emulator.Cursor);
        Assert.Equal(meta.GetProperty("cursor_visible").GetInt32() == 1, emulator.CursorVisible);
        Assert.Equal(meta.GetProperty("alternate_on").GetInt32() == 1, emulator.AlternateScreen);
        Assert.Equal(meta.GetProperty("title").GetString(), emulator.Title);
    }

    [RequiresTheory("shared")]
    [MemberData(nameof(All))]
    public void A_recording_is_read_to_its_end_without_text_leaking_from_control_strings(string name)
    {
        using var emulator = new Emulator(new CellSize(120, 40), new EmulatorOptions());
        var bytes = Bytes(name);
        emulator.Write(bytes);
        emulator.CheckIntegrity();
        Assert.True(emulator.ParserIsGround);
        for (var row = 0; row < emulator.Size.Rows; row++)
        {
            var text = emulator.RowText(row);
            foreach (var leak in new[] { "]0;", "]11;", "]66;", "rgb:", "\\[", "tmux;", "Capabilities", "7501", "?2026", "+q4d" })
                Assert.DoesNotContain(leak, text, StringComparison.Ordinal);
        }
    }

    [RequiresTheory("shared")]
    [MemberData(nameof(All))]
    public void A_recording_gives_the_same_state_however_it_is_split(string name)
    {
        var bytes = Bytes(name);
        var whole = StateAfter(bytes, _ => bytes.Length);
        Assert.True(whole.AsSpan().SequenceEqual(StateAfter(bytes, _ => 1)), "byte by byte");
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            Assert.True(whole.AsSpan().SequenceEqual(StateAfter(bytes, _ => random.Next(1, 40))), $"random pieces, seed {seed}");
        }
    }

    /// <summary>A program that draws again hides a fault; one that does not must find its screen as it left it.</summary>
    [RequiresTheory("shared")]
    [MemberData(nameof(WithScreen))]
    public void A_pane_that_grows_midway_and_shrinks_back_ends_in_the_same_screen(string name)
    {
        var meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".meta.json"))).RootElement;
        var size = new CellSize(meta.GetProperty("cols").GetInt32(), meta.GetProperty("rows").GetInt32());
        var bytes = Bytes(name);
        using var undisturbed = new Emulator(size, new EmulatorOptions());
        undisturbed.Write(bytes);
        for (var part = 1; part < 8; part++)
        {
            using var emulator = new Emulator(size, new EmulatorOptions());
            emulator.Write(bytes.AsSpan(0, bytes.Length * part / 8));
            emulator.Resize(new CellSize(size.Columns + 13, size.Rows + 7));
            emulator.CheckIntegrity();
            emulator.Resize(size);
            emulator.Write(bytes.AsSpan(bytes.Length * part / 8));
            emulator.CheckIntegrity();
            Assert.Equal(Rows(undisturbed), Rows(emulator));
        }
    }

    private static string Rows(Emulator emulator) =>
        string.Join('\n', Enumerable.Range(0, emulator.Size.Rows).Select(emulator.RowText)) + emulator.Cursor;

    private static byte[] StateAfter(byte[] bytes, Func<int, int> piece)
    {
        using var emulator = new Emulator(new CellSize(100, 30), new EmulatorOptions());
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(piece(at), bytes.Length - at);
            emulator.Write(bytes.AsSpan(at, length));
            at += length;
        }

        var state = new System.Buffers.ArrayBufferWriter<byte>();
        emulator.Save(state);
        return state.WrittenSpan.ToArray();
    }

    private static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".raw"));

    private static string Normal(string line) => line.Replace('\u00a0', ' ').TrimEnd(' ');
}
