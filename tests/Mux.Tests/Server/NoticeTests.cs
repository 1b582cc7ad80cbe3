using System.Text;

namespace Orchtui.Mux.Tests.Server;

public sealed class NoticeTests
{
    [Theory]
    [InlineData("xterm-256color", "\e]9;orchtui: alpha asks: go on?\e\\")]
    [InlineData("foot", "\e]777;notify;orchtui;alpha asks: go on?\e\\")]
    public async Task A_notice_rings_and_reaches_the_outer_terminal_in_the_form_it_knows(string terminal, string sequence)
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync(change: hello => hello with { Environment = new Dictionary<string, string> { ["TERM"] = terminal } });
        client.Terminal.Record = [];
        await fixture.Mux.InvokeAsync(mux => mux.Notify(null, "alpha asks:\e\n go on?"));
        await client.ShowsAsync("alpha asks:");
        var sent = Encoding.UTF8.GetString([.. client.Terminal.Record]);
        Assert.Contains(sequence, sent);
        Assert.Contains('\a', sent);
    }

    [Fact]
    public async Task Whoever_has_the_pane_in_front_of_them_is_not_told()
    {
        await using var fixture = MuxFixture.Started();
        var looking = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("sleep 100");
        await fixture.ShowAsync(pane);
        var elsewhere = await fixture.AttachAsync();
        await fixture.Mux.InvokeAsync(mux => mux.SelectWindow(mux.Clients.Last(), 0));
        await looking.ShowsAsync("window=1");
        await elsewhere.ShowsAsync("window=0");
        await fixture.Mux.InvokeAsync(mux => mux.Notify(pane, "it asks"));
        await elsewhere.ShowsAsync("it asks");
        Assert.DoesNotContain("it asks", looking.Terminal.Text);
    }
}
