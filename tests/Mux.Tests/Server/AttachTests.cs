using Orchtui.Mux.Clients;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

public class AttachTests
{
    [Fact]
    public async Task A_client_sees_home_then_the_pane_and_what_it_types_reaches_the_program()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        await client.ShowsAsync("home view");
        await client.ShowsAsync("top window=0 size=80x24");
        var pane = await fixture.OpenAsync("printf 'ready '; read line; echo \"got <$line>\"; sleep 100");
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("ready");
        client.Type("hällo\r");
        await client.ShowsAsync("got <hällo>");
        await fixture.ToldAsync($"typed {pane}");
    }

    [Fact]
    public async Task What_a_client_shows_is_the_pane_cell_by_cell_with_its_cursor()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync(100, 30);
        var pane = await fixture.OpenAsync("printf '\\033[31mred\\033[0m 界 \\033[4:3mcurly\\033[0m\\r\\nsecond \\033[7minverse\\033[0m '; sleep 100");
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("second inverse");
        var cells = await fixture.Mux.InvokeAsync(mux => mux.FindPane(pane)!.Emulator.Row(0).ToArray());
        await client.Terminal.UntilAsync("the cursor stands behind the text", () => client.Terminal.Emulator is { Cursor: { Row: 2, Column: 15 }, CursorVisible: true });
        var shown = client.Terminal.Emulator.Row(1);
        for (var i = 0; i < 12; i++) Assert.Equal((cells[i].Glyph, cells[i].Foreground, cells[i].Underline), (shown[i].Glyph, shown[i].Foreground, shown[i].Underline));
    }

    [Fact]
    public async Task Clients_of_different_sizes_see_the_same_window_in_the_size_of_the_one_that_types()
    {
        await using var fixture = MuxFixture.Started();
        var large = await fixture.AttachAsync(120, 40);
        var small = await fixture.AttachAsync(60, 20);
        await small.ShowsAsync("size=60x20");
        await large.ShowsAsync("size=120x40");
        var pane = await fixture.OpenAsync("while read x; do stty size; done");
        await fixture.ShowAsync(pane);
        large.Type("\r");
        await large.ShowsAsync("38 120");
        small.Type("\r");
        await small.ShowsAsync("18 60");
        await large.ShowsAsync("18 60");
        await large.Terminal.UntilAsync("what lies beyond the window is dotted", () => large.Terminal.Emulator.RowText(30).StartsWith("····"));
        large.Type("\r");
        await large.Terminal.UntilAsync("the window is large again", () => !large.Terminal.Text.Contains("····"));
    }

    [Fact]
    public async Task A_client_that_resizes_its_terminal_resizes_the_window()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("while read x; do stty size; done");
        await fixture.ShowAsync(pane);
        client.Resize(70, 20);
        await client.ShowsAsync("size=70x20");
        client.Type("\r");
        await client.ShowsAsync("18 70");
        client.Resize(15, 4);
        await client.ShowsAsync("20x6 needed");
        client.Resize(90, 30);
        await client.ShowsAsync("size=90x30");
        client.Type("\r");
        await client.ShowsAsync("28 90");
    }

    [Fact]
    public async Task A_terminal_of_an_absurd_size_costs_no_more_than_the_largest_there_is()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        await client.ShowsAsync("home view");
        client.Terminal.Master.Resize(new PtySize(ushort.MaxValue, ushort.MaxValue));
        client.Connection.WriteAll(AttachProtocol.Message(AttachProtocol.Resized, []));
        await Eventually.TrueAsync("the size is taken over, bounded", async () => (await fixture.Mux.InvokeAsync(mux => mux.Clients.Single().Size)) is { Columns: 2048, Rows: 1024 });
    }

    [Fact]
    public async Task A_client_that_stops_reading_stalls_nobody_and_then_sees_the_newest_state()
    {
        await using var fixture = MuxFixture.Started();
        var stalled = await fixture.AttachAsync();
        var lively = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("i=0; while [ $i -lt 30000 ]; do i=$((i+1)); echo line $i of many that are printed; done; echo all done; read x; echo more $x; sleep 100");
        await fixture.ShowAsync(pane);
        await lively.ShowsAsync("all done");
        lively.Type("still here\r");
        await lively.ShowsAsync("more still here");
        await stalled.ShowsAsync("more still here");
        Assert.InRange(stalled.Terminal.Received, 1, 400_000);
    }

    [Fact]
    public async Task Bells_of_a_flooding_program_do_not_pile_up_for_a_stalled_terminal()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        await client.ShowsAsync("home view");
        var before = client.Terminal.Received;
        await fixture.Mux.InvokeAsync(mux =>
        {
            for (var i = 0; i < 100_000; i++) mux.RingClients();
        });
        await client.Terminal.UntilAsync("a bell is heard", () => client.Terminal.Received > before);
        await fixture.Mux.InvokeAsync(mux => mux.RingClients());
        await client.Terminal.UntilAsync("another is heard", () => client.Terminal.Received > before + 1);
        Assert.InRange(client.Terminal.Received - before, 2, 1000);
    }

    [Fact]
    public async Task When_a_client_dies_its_terminal_is_put_right_even_if_it_takes_no_output()
    {
        await using var fixture = MuxFixture.Started();
        var dying = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("yes 'a line of a flood that nobody reads'");
        await fixture.ShowAsync(pane);
        await dying.ShowsAsync("flood");
        await Eventually.TrueAsync("the terminal takes no more", async () => await fixture.Mux.InvokeAsync(mux => ((Client)mux.Clients.Single()).Screen.IsBlocked));
        dying.Connection.Dispose();
        await Eventually.TrueAsync("the client is gone", async () => await fixture.Mux.InvokeAsync(mux => !mux.Clients.Any()));
    }

    [Fact]
    public async Task When_a_client_dies_its_terminal_leaves_the_alternate_screen()
    {
        await using var fixture = MuxFixture.Started();
        var dying = await fixture.AttachAsync();
        await dying.ShowsAsync("home view");
        Assert.True(dying.Terminal.Emulator.AlternateScreen);
        dying.Connection.Dispose();
        await dying.Terminal.UntilAsync("the alternate screen is left", () => !dying.Terminal.Emulator.AlternateScreen);
        var modes = dying.Terminal.Emulator.InputModes;
        Assert.Equal((Terminal.MouseTracking.None, false, false), (modes.MouseTracking, modes.FocusEvents, modes.BracketedPaste));
    }

    [Fact]
    public async Task Stopping_tells_every_client_why()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        await client.ShowsAsync("home view");
        await fixture.Mux.StopAsync("[stopped]");
        var message = ReadDetached(client);
        Assert.Equal((0, "[stopped]"), message);
    }

    [Fact]
    public async Task Leaving_is_answered_and_the_others_stay()
    {
        await using var fixture = MuxFixture.Started();
        var leaving = await fixture.AttachAsync();
        var staying = await fixture.AttachAsync();
        await leaving.ShowsAsync("home view");
        await staying.ShowsAsync("home view");
        leaving.Connection.WriteAll(AttachProtocol.Message(AttachProtocol.Leave, []));
        Assert.Equal((0, ""), ReadDetached(leaving));
        Assert.Single(await fixture.Mux.InvokeAsync(mux => mux.Clients.ToList()));
    }

    [Fact]
    public async Task Leaving_in_the_same_breath_as_the_hello_is_heard()
    {
        await using var fixture = MuxFixture.Started();
        using var terminal = new TestTerminal(80, 24);
        using var connection = UnixConnection.Connect(fixture.Options.AttachSocket).Connection!;
        var hello = new ClientHello { WorkingDirectory = "/", Environment = new Dictionary<string, string>() }.Encode();
        connection.SendHandles([.. hello, .. AttachProtocol.Message(AttachProtocol.Leave, [])], [terminal.Slave, terminal.Slave]);
        await Eventually.TrueAsync("it came and went", () => connection.TryRead(new byte[1]).Count == 1);
        Assert.Empty(await fixture.Mux.InvokeAsync(mux => mux.Clients.ToList()));
    }

    [Theory]
    [InlineData("garbage that is no message at all")]
    [InlineData("\0\0\0\0\0\0\0\0\0")]
    [InlineData("\u007f\u007f\u007f\u007f\u007f")]
    public async Task Garbage_instead_of_a_hello_is_hung_up_on(string garbage)
    {
        await using var fixture = MuxFixture.Started();
        using var connection = UnixConnection.Connect(fixture.Options.AttachSocket).Connection!;
        connection.WriteAll(System.Text.Encoding.Latin1.GetBytes(garbage));
        await Eventually.TrueAsync("the connection is closed", () => connection.TryRead(new byte[256]).HungUp);
        await fixture.AttachAsync();
    }

    [Fact]
    public async Task Garbage_after_the_hello_costs_that_client_only()
    {
        await using var fixture = MuxFixture.Started();
        var broken = await fixture.AttachAsync();
        var other = await fixture.AttachAsync();
        await broken.ShowsAsync("home view");
        await other.ShowsAsync("home view");
        broken.Connection.WriteAll([0, 0, 0, 0, 0, 0, 0]);
        await Eventually.TrueAsync("it is gone", async () => await fixture.Mux.InvokeAsync(mux => mux.Clients.Count() == 1));
        await broken.Terminal.UntilAsync("its terminal is put right", () => !broken.Terminal.Emulator.AlternateScreen);
    }

    [Fact]
    public async Task A_client_without_a_terminal_or_of_another_version_is_told_so()
    {
        await using var fixture = MuxFixture.Started();
        using var connection = UnixConnection.Connect(fixture.Options.AttachSocket).Connection!;
        connection.WriteAll(new ClientHello { WorkingDirectory = "/", Environment = new Dictionary<string, string>() }.Encode());
        Assert.Contains("terminal", Read(connection).Text);

        using var old = UnixConnection.Connect(fixture.Options.AttachSocket).Connection!;
        old.WriteAll(AttachProtocol.Message(AttachProtocol.Hello, [99, 1, 2, 3]));
        var (code, text) = Read(old);
        Assert.Equal(1, code);
        Assert.Contains("versions", text);
    }

    [Fact]
    public async Task A_terminal_that_hangs_up_ends_its_client_with_a_word()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        await client.ShowsAsync("home view");
        client.Terminal.Master.Dispose();
        Assert.Equal(129, ReadDetached(client).Code);
        Assert.Empty(await fixture.Mux.InvokeAsync(mux => mux.Clients.ToList()));
    }

    private static (int Code, string Text) ReadDetached(TestClient client) => Read(client.Connection);

    /// <summary>Reads messages up to the last one.</summary>
    private static (int Code, string Text) Read(UnixConnection connection)
    {
        var header = new byte[AttachProtocol.HeaderSize];
        while (true)
        {
            Assert.True(connection.ReadExactly(header), "the host hung up without a word");
            var body = new byte[BitConverter.ToInt32(header) - 1];
            Assert.True(connection.ReadExactly(body));
            if (header[4] == AttachProtocol.Detached) return (body[0], System.Text.Encoding.UTF8.GetString(body.AsSpan(1)));
        }
    }
}
