using System.Text.RegularExpressions;
using Orchtui.Plugins.Demo.Agent;

namespace Orchtui.Demo.Tests.Agent;

public sealed partial class ScreenPainterTests
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(20, 5)]
    [InlineData(10, 2)]
    [InlineData(1, 1)]
    public void The_picture_never_has_more_rows_than_the_screen(int columns, int rows)
    {
        var model = new ScreenModel { Heading = "a repository", Status = "working hard", Input = "typed 你好 text" };
        for (var i = 0; i < 50; i++)
        {
            model.Plan.Add(($"step {i}", StepMark.Open));
            model.Say($"line {i}");
        }

        var lines = ScreenPainter.Paint(model, columns, rows).Split("\r\n");
        Assert.True(lines.Length <= rows, $"{lines.Length} rows");
        if (columns >= 20) Assert.All(lines, line => Assert.True(Escapes.Replace(line, "").Length <= Math.Max(columns, 26), line));
    }

    [Fact]
    public void Control_characters_of_a_text_do_not_reach_the_terminal() => Assert.Equal("a [2Jb", ScreenPainter.Fit("a\e[2Jb", 20));

    [Fact]
    public void Wide_characters_count_twice() => Assert.Equal("你", ScreenPainter.Fit("你好", 3));

    [GeneratedRegex("\e(\\[[?0-9;]*[A-Za-z])")]
    private static partial Regex Escapes { get; }
}
