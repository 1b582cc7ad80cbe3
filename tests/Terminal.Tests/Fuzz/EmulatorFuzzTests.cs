using System.Buffers;
using System.Text;

namespace Orchtui.Terminal.Tests.Fuzz;

/// <summary>Seeded random output with resizes in between: nothing throws, the state stays consistent, and a restored copy behaves the same.</summary>
public sealed class EmulatorFuzzTests
{
    private static readonly string[] Pieces =
    [
        "\e[", "\e]", "\eP", "\e_", "\e\\", "\a", "\r\n", "\n", "\r", "\b", "\t", "\x0e", "\x0f", "\x18", "\x1a",
        "text ", "日本", "e\u0301", "👩‍💻", "❤\ufe0f", "🇨🇭", "👍🏽", "\u200d", "한국", "0\ufe0f\u20e3",
        "\e[?1049h", "\e[?1049l", "\e[?47h", "\e[?69h", "\e[?69l", "\e[?6h", "\e[?6l", "\e[4h", "\e[4l", "\e[?7l", "\e[?7h", "\e[?45h", "\e[?45l",
        "\e[?2026h", "\e[?2026l", "\e[?2027h", "\e(0", "\e(B", "\e7", "\e8", "\ec", "\e[!p", "\eM", "\eD", "\eE", "\e6", "\e9", "\e#8", "\eH",
        "\e]8;;http://x/y\e\\", "\e]8;;\e\\", "\e]2;title\a", "\e[22t", "\e[23t", "\e[>1u", "\e[<u", "\e[58;5;9m", "\e[59m", "\e[4:3m",
        "\e[38;2;1;2;3m", "\e[48;5;17m", "\e[0m", "\e[1;3;7m", "\e[1\"q", "\e[0\"q", "\eV", "\eW", "\eN", "\eO", "\e[2*x",
        "\e]7501;state=working:app=x\e\\", "\e]9;4;1;50\a", "\e[c", "\e[6n", "\e[20h", "\e[20l",
    ];

    private const string Finals = "ABCDEFGHIJKLMPSTXZ@`abcdefghilmnrstu^";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Random_output_keeps_the_state_consistent_and_restorable(int seed)
    {
        var random = new Random(seed);
        var store = new KeepingChunkStore();
        var options = new EmulatorOptions { ScrollbackLines = 200, Storage = store };
        var emulator = new Emulator(new CellSize(20, 6), options);
        try
        {
            for (var step = 0; step < 400; step++)
            {
                var output = Output(random);
                emulator.Write(output);
                emulator.CheckIntegrity();
                if (random.Next(8) == 0) emulator.Resize(new CellSize(random.Next(1, 40), random.Next(1, 15)));
                emulator.CheckIntegrity();
                if (random.Next(6) == 0) emulator = Crash(emulator, options, store, random);
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

    /// <summary>Saves, goes on, "dies", restores and replays: the survivor must equal the one that died.</summary>
    private static Emulator Crash(Emulator emulator, EmulatorOptions options, KeepingChunkStore store, Random random)
    {
        var saved = Save(emulator);
        var pieces = Enumerable.Range(0, random.Next(4)).Select(_ => Output(random)).ToArray();
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

    private static byte[] Output(Random random)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            switch (random.Next(5))
            {
                case 0:
                    var noise = new byte[random.Next(1, 6)];
                    random.NextBytes(noise);
                    output.Write(noise);
                    break;
                case 1 or 2:
                    Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)], output);
                    break;
                default:
                    var parameters = string.Join(';', Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5) == 0 ? "" : $"{random.Next(25)}"));
                    Encoding.UTF8.GetBytes($"\e[{parameters}{Finals[random.Next(Finals.Length)]}x", output);
                    break;
            }
        }

        return output.WrittenSpan.ToArray();
    }
}
