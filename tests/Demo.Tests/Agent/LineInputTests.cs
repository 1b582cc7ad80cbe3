using System.Text;
using Orchtui.Plugins.Demo.Agent;

namespace Orchtui.Demo.Tests.Agent;

public sealed class LineInputTests
{
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("äb\u007f\u007f", "")]
    [InlineData("a\u0015b", "b")]
    [InlineData("a\e[Db", "ab")]
    [InlineData("\e[200~a\e[201~", "a")]
    [InlineData("\eOPx", "x")]
    public void Keys_make_a_line(string keys, string line) => Assert.Equal(line, Type(keys).Text);

    [Fact]
    public void Enter_ends_the_line_and_the_end_of_input_leaves_an_empty_one()
    {
        Assert.Equal(LineOutcome.Entered, Type("a").Take((byte)'\r'));
        Assert.Equal(LineOutcome.Left, new LineInput().Take(4));
        Assert.Equal(LineOutcome.Editing, Type("a").Take(4));
        Assert.Equal(LineOutcome.Left, Type("a").Take(3));
    }

    private static LineInput Type(string keys)
    {
        var input = new LineInput();
        foreach (var key in Encoding.UTF8.GetBytes(keys)) input.Take(key);
        return input;
    }
}
