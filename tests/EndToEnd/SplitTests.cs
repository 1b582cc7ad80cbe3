using Orchtui.EndToEnd.Harness;

namespace Orchtui.EndToEnd;

/// <summary>A program in a split finds its pane's size from its first moment on: one that draws at once would else draw twice.</summary>
public sealed class SplitTests : EndToEndTest
{
    [Theory]
    [InlineData("right", "22 39")]
    [InlineData("below", "11 80")]
    public async Task Program_in_a_split_starts_at_the_size_of_its_pane(string side, string size)
    {
        var first = await Home.NewPaneAsync("--", "cat");
        var client = await AttachedAsync();
        client.SendKeys("C-b", "1");
        await client.WaitForAsync("the pane", view => view.Rows[^1].Contains("1:cat*"));
        var second = await Home.NewPaneAsync("--split", side, "--", "sh", "-c", "stty size; exec cat");
        await Home.WaitForTextAsync(second, $"^{size}$");
        Assert.Equal((await Home.PaneAsync(first))!["window"]!.ToString(), (await Home.PaneAsync(second))!["window"]!.ToString());
    }
}
