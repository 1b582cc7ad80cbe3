using System.Text;

namespace Orchtui.Terminal.Tests.Reflow;

public sealed class ReflowPropertyTests
{
    private static readonly string[] Pieces =
    [
        "word", " ", "   ", "longer-piece-of-text", "日本語", "e\u0301", "👩‍💻", "ü", "\e[31m", "\e[38;2;1;2;3m", "\e[m", "\e]8;;http://a/\e\\",
        "\e]8;;\e\\", "0123456789", "x", "\e[44m \e[m", "\t",
    ];

    private static readonly string[] Breaks =
        ["\r\n", "\r\n\r\n", "\r\n\e]133;A\e\\$ ", "\r\n\e]133;C\e\\", "\r\n\e[2K", "\r\n\e[1;4;35mtitle\e[K\e[m", "\r\n    indented"];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_widths_in_between_leave_the_same_text_links_marks_and_cursor(int seed)
    {
        var random = new Random(seed);
        var size = new CellSize(random.Next(4, 60), random.Next(2, 20));
        using var t = new EmulatorHarness(size.Columns, size.Rows, new EmulatorOptions { ScrollbackLines = 1000 });
        t.Write(Content(random));
        if (random.Next(3) == 0) t.Write($"\e[{random.Next(1, size.Columns)}G");
        var before = LogicalText.Of(t.Emulator);
        for (var step = 0; step < 12; step++)
        {
            t.Resize(random.Next(2, 90), size.Rows);
            Assert.Equal(before, LogicalText.Of(t.Emulator));
        }

        t.Resize(size.Columns, size.Rows);
        Assert.Equal(before, LogicalText.Of(t.Emulator));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_sizes_in_between_leave_the_same_text(int seed)
    {
        var random = new Random(seed);
        using var t = new EmulatorHarness(40, 12, new EmulatorOptions { ScrollbackLines = 1000 });
        t.Write(Content(random));
        var before = LogicalText.Of(t.Emulator);
        for (var step = 0; step < 12; step++)
        {
            t.Resize(random.Next(2, 90), random.Next(1, 40));
            Assert.Equal(before, LogicalText.Of(t.Emulator));
        }

        t.Resize(40, 12);
        Assert.Equal(before, LogicalText.Of(t.Emulator));
    }

    private static string Content(Random random)
    {
        var text = new StringBuilder();
        var lines = random.Next(1, 40);
        for (var line = 0; line < lines; line++)
        {
            var pieces = random.Next(0, 25);
            for (var i = 0; i < pieces; i++) text.Append(Pieces[random.Next(Pieces.Length)]);
            if (line + 1 < lines) text.Append(Breaks[random.Next(Breaks.Length)]);
        }

        return text.ToString();
    }
}
