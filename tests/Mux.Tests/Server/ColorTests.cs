using Orchtui.Mux.Clients;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Server;

public class ColorTests
{
    private const string AskBackground = "stty raw -echo; printf '\\033]11;?\\033\\\\'; dd bs=1 count=25 2>/dev/null | cat -v; sleep 100";

    private static readonly Color Paper = Color.Rgb(0xff, 0xff, 0xdd);

    [Fact]
    public async Task A_program_is_told_the_background_of_the_terminal_that_its_person_looks_at()
    {
        await using var fixture = MuxFixture.Started();
        using var client = LightClient(fixture);
        await client.ShowsAsync("home view");
        await KnownAsync(fixture, client);
        var pane = await fixture.OpenAsync(AskBackground);
        await fixture.PaneShowsAsync(pane, "^[]11;rgb:ffff/ffff/dddd^[\\");
    }

    [Fact]
    public async Task A_program_is_told_white_on_black_while_no_terminal_was_asked()
    {
        await using var fixture = MuxFixture.Started();
        var pane = await fixture.OpenAsync(AskBackground);
        await fixture.PaneShowsAsync(pane, "^[]11;rgb:0000/0000/0000^[\\");
    }

    [Fact]
    public async Task A_program_that_follows_the_scheme_is_told_of_its_change_and_of_nothing_else()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("stty raw -echo; printf '\\033[?2031hready '; cat -v");
        await fixture.PaneShowsAsync(pane, "ready");
        client.Terminal.Emulator.DefaultForeground = Color.Rgb(0, 0, 0x44);
        client.Terminal.Emulator.DefaultBackground = Paper;
        client.Terminal.Emulator.ReportColorScheme(dark: false);
        Assert.Equal("\e[?997;2n"u8, client.Terminal.Emulator.PendingReplies);
        client.Terminal.Master.Write(client.Terminal.Emulator.PendingReplies);
        client.Terminal.Emulator.ClearReplies();
        await KnownAsync(fixture, client);
        await fixture.PaneShowsAsync(pane, "^[[?997;2n");
        Assert.Equal("ready ^[[?997;2n", (await fixture.TextAsync(pane)).Trim());
    }

    [Fact]
    public async Task The_colours_of_one_that_only_looks_on_change_nothing()
    {
        await using var fixture = MuxFixture.Started();
        using var client = LightClient(fixture, hello => hello with { ReadOnly = true });
        var person = await fixture.AttachAsync();
        await client.ShowsAsync("home view");
        var pane = await fixture.OpenAsync(AskBackground);
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("rgb:0000/0000/0000");
        await person.ShowsAsync("rgb:0000/0000/0000");
    }

    [Fact]
    public async Task The_console_of_Linux_is_asked_for_no_colours()
    {
        await using var fixture = MuxFixture.Started();
        var console = new Dictionary<string, string> { ["TERM"] = "linux" };
        using var client = new TestClient(fixture.Options.AttachSocket, change: hello => hello with { Environment = console });
        client.Terminal.Record = [];
        await client.ShowsAsync("home view");
        var sent = client.Terminal.Record.ToArray().AsSpan();
        Assert.Equal(-1, sent.IndexOf("\e]1"u8));
        Assert.NotEqual(-1, sent.IndexOf(OuterTerminal.Ask));
    }

    private static TestClient LightClient(MuxFixture fixture, Func<ClientHello, ClientHello>? change = null)
    {
        var client = new TestClient(fixture.Options.AttachSocket, change: change);
        client.Terminal.Emulator.DefaultForeground = Color.Rgb(0, 0, 0x44);
        client.Terminal.Emulator.DefaultBackground = Paper;
        return client;
    }

    /// <summary>Until the multiplexer has read the answers: a pane opened then is told them.</summary>
    private static async Task KnownAsync(MuxFixture fixture, TestClient client)
    {
        var probe = await fixture.OpenAsync("sleep 100");
        await TestKit.Eventually.TrueAsync("the colours are known", async () =>
        {
            client.Terminal.Read();
            return await fixture.Mux.InvokeAsync(mux => mux.FindPane(probe)!.Emulator.DefaultBackground) == Paper;
        });
    }
}
