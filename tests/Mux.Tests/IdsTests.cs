namespace Orchtui.Mux.Tests;

public class IdsTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("%7", 7)]
    public void A_pane_is_named_with_or_without_the_percent_sign(string text, int expected)
    {
        Assert.True(PaneId.TryParse(text, out var id));
        Assert.Equal(new PaneId(expected), id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("7x")]
    [InlineData("99999999999")]
    public void Anything_else_names_no_pane(string? text) => Assert.False(PaneId.TryParse(text, out _));
}
