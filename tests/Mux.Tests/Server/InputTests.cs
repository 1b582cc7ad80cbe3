using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

public class InputTests
{
    private const string Echo = "while read x; do echo \"got <$x>\"; done";

    [Fact]
    public async Task A_key_and_its_echo_leave_next_to_no_garbage()
    {
        const int keys = 60;
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("printf 'ready>'; cat >/dev/null");
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("ready>");
        await TypeOneByOneAsync(client, "ready>", 'w', keys / 10);
        var typed = "ready>" + new string('w', keys / 10);

        var before = await fixture.Mux.InvokeAsync(_ => GC.GetAllocatedBytesForCurrentThread());
        await TypeOneByOneAsync(client, typed, 'x', keys);
        var after = await fixture.Mux.InvokeAsync(_ => GC.GetAllocatedBytesForCurrentThread());

        Assert.InRange((after - before) / keys, 0, 400);
    }

    private static async Task TypeOneByOneAsync(TestClient client, string before, char key, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            client.Type(key.ToString());
            await client.ShowsAsync(before + new string(key, i));
        }
    }

    [Fact]
    public async Task The_key_after_the_prefix_is_a_command_and_the_one_after_that_is_not()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        fixture.Host.Keys[("prefix", "d")] = one => fixture.Mux.InvokeAsync(_ => one.Toast("the key ran"));
        var pane = await fixture.OpenAsync(Echo);
        await fixture.ShowAsync(pane);
        client.Type("\x02" + "dd\r");
        await client.ShowsAsync("the key ran");
        await client.ShowsAsync("got <d>");
        Assert.Equal(["key prefix d"], fixture.Host.Told.Where(told => told.StartsWith("key")));
    }

    [Fact]
    public async Task What_a_command_shows_does_not_wait_until_the_next_frame_is_due()
    {
        await using var fixture = MuxFixture.Started(time: new ManualTime());
        var client = await fixture.AttachAsync();
        fixture.Host.Keys[("prefix", "d")] = async one =>
        {
            await fixture.Mux.InvokeAsync(_ => { });
            await fixture.Mux.InvokeAsync(_ => one.Toast("the key ran"));
        };
        client.Type("\x02" + "d");
        await client.ShowsAsync("the key ran");
    }

    [Fact]
    public async Task The_prefix_twice_sends_it_to_the_program_and_an_unknown_key_says_so()
    {
        await using var fixture = MuxFixture.Started("C-a");
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("stty raw -echo; printf ready; dd bs=1 count=1 2>/dev/null | od -An -tx1; sleep 100");
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("ready");
        client.Type("\x01\x01");
        await client.ShowsAsync("01");
        client.Type("\x01z");
        await client.ShowsAsync("C-a z does nothing");
    }

    [Fact]
    public async Task A_resize_key_may_be_repeated_without_the_prefix_and_another_key_ends_that()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        fixture.Host.Keys[("prefix", "C-Left")] = _ => Task.CompletedTask;
        var pane = await fixture.OpenAsync(Echo);
        await fixture.ShowAsync(pane);
        client.Type("\x02\x1b[1;5D\x1b[1;5D\x1b[1;5Dx\r");
        await client.ShowsAsync("got <x>");
        Assert.Equal(3, fixture.Host.Told.Count(told => told == "key prefix C-Left"));
    }

    [Fact]
    public async Task Keys_that_follow_a_command_meet_what_it_makes()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var first = await fixture.OpenAsync(Echo);
        await fixture.ShowAsync(first);
        var second = new TaskCompletionSource();
        fixture.Host.Keys[("prefix", "c")] = async _ =>
        {
            await second.Task;
            await fixture.ShowAsync(await fixture.OpenAsync("echo second; " + Echo));
        };
        client.Type("\x02" + "chello\r");
        await fixture.ToldAsync("key prefix c");
        second.SetResult();
        await client.ShowsAsync("got <hello>");
        await client.ShowsAsync("second");
        Assert.DoesNotContain("hello", await fixture.TextAsync(first));
    }

    [Fact]
    public async Task A_command_that_never_ends_does_not_keep_the_keys_for_ever()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync(Echo);
        await fixture.ShowAsync(pane);
        fixture.Host.Keys[("prefix", "k")] = _ => new TaskCompletionSource().Task;
        client.Type("\x02kone\r");
        await client.ShowsAsync("got <one>");
        client.Type("two\r");
        await client.ShowsAsync("got <two>");
    }

    [Fact]
    public async Task Keys_wait_for_the_last_of_several_commands()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync(Echo);
        await fixture.ShowAsync(pane);
        var slow = new TaskCompletionSource();
        fixture.Host.Words = (words, _) => words[0] == "slow" ? slow.Task : Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        await fixture.Mux.InvokeAsync(mux =>
        {
            mux.Clients.Single().Run("slow");
            mux.Clients.Single().Run("fast");
        });
        client.Type("held\r");
        await Eventually.TrueAsync("the fast one has ended", () => fixture.Host.Told.Contains("words fast"));
        Assert.DoesNotContain("held", await fixture.TextAsync(pane));
        slow.SetResult();
        await client.ShowsAsync("got <held>");
    }

    [Fact]
    public async Task An_overlay_takes_the_keys_before_the_pane_and_escape_closes_it()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync(Echo);
        await fixture.ShowAsync(pane);
        FakeView? overlay = null;
        await fixture.Mux.InvokeAsync(mux => mux.Clients.Single().Push(overlay = new FakeView(mux.Clients.Single(), "an overlay")));
        await client.ShowsAsync("an overlay");
        client.Type("ab");
        await Eventually.TrueAsync("it has the keys", () => overlay!.Given.SequenceEqual(["key a", "key b"]));
        client.Type("\x1b");
        await client.Terminal.HidesAsync("an overlay");
        client.Type("c\r");
        await client.ShowsAsync("got <c>");
    }

    [Fact]
    public async Task A_paste_arrives_whole_between_the_markers_the_program_asked_for()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("stty raw -echo; printf '\\033[?2004hready'; dd bs=1 count=9012 2>/dev/null | md5sum; sleep 100");
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("ready");
        var text = string.Concat(Enumerable.Repeat("ünïcode ", 900));
        for (var i = 0; i < text.Length; i += 1000) client.Type((i == 0 ? "\x1b[200~" : "") + text[i..Math.Min(text.Length, i + 1000)]);
        client.Type("\x1b[201~");
        var bytes = System.Text.Encoding.UTF8.GetBytes($"\x1b[200~{text}\x1b[201~");
        Assert.Equal(9012, bytes.Length);
#pragma warning disable CA5351 // A checksum that every shell has, nothing secret.
        await client.ShowsAsync(Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(bytes)));
#pragma warning restore CA5351
    }

    [Fact]
    public async Task A_paste_goes_where_it_began_even_when_the_focus_moves()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var first = await fixture.OpenAsync("stty -echo; echo one; " + Echo);
        var second = await fixture.OpenAsync("stty -echo; echo two; " + Echo);
        await fixture.ShowAsync(first);
        await client.ShowsAsync("one");
        client.Type("\x1b[200~begin");
        await fixture.ToldAsync($"typed {first}");
        await fixture.ShowAsync(second);
        await client.ShowsAsync("two");
        client.Type("end\x1b[201~");
        client.Type("mine\r");
        await client.ShowsAsync("got <mine>");
        await fixture.SendAsync(first, "\r");
        await fixture.PaneShowsAsync(first, "got <beginend>");
    }

    [Fact]
    public async Task A_paste_into_a_view_is_one_text_and_never_leaks_into_the_pane_behind_it()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync(Echo);
        await fixture.ShowAsync(pane);
        FakeView? overlay = null;
        await fixture.Mux.InvokeAsync(mux => mux.Clients.Single().Push(overlay = new FakeView(mux.Clients.Single(), "an overlay")));
        await client.ShowsAsync("an overlay");
        client.Type("\x1b[200~grü");
        client.Type("ße\x1b[201~x");
        await Eventually.TrueAsync("it has all", () => overlay!.Given.SequenceEqual(["paste grüße", "key x"]), describe: () => string.Join('|', overlay!.Given));
        client.Type("\x1b[200~half ");
        await Eventually.TrueAsync("the paste has begun", () => fixture.Mux.InvokeAsync(mux => ((Orchtui.Mux.Clients.Client)mux.Clients.Single()).Paste is not null));
        await fixture.Mux.InvokeAsync(mux => mux.Clients.Single().Close(overlay!));
        client.Type("a paste\x1b[201~typed\r");
        await client.ShowsAsync("got <typed>");
    }

    [Fact]
    public async Task A_paste_at_home_is_the_home_views()
    {
        await using var fixture = MuxFixture.Started();
        FakeView? home = null;
        fixture.Host.Home = one => home = new FakeView(one, "home view");
        var client = await fixture.AttachAsync();
        client.Type("\x1b[200~text\x1b[201~");
        await Eventually.TrueAsync("it has the text", () => home!.Given.Contains("paste text"));
    }

    [Fact]
    public async Task Clicking_a_pane_gives_it_the_focus()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var left = await fixture.OpenAsync("echo left; " + Echo);
        await fixture.ShowAsync(left);
        var right = await fixture.OpenBesideAsync(left, "echo right; " + Echo);
        await client.ShowsAsync("right");
        Assert.Equal(right, await FocusedAsync(fixture));
        client.Type("\x1b[<0;3;5M\x1b[<0;3;5m");
        await Eventually.TrueAsync("the left one has the focus", async () => await FocusedAsync(fixture) == left);
        client.Type("here\r");
        await fixture.PaneShowsAsync(left, "got <here>");
    }

    [Fact]
    public async Task A_program_that_asks_for_the_mouse_gets_it_in_its_own_coordinates()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var left = await fixture.OpenAsync("sleep 100");
        await fixture.ShowAsync(left);
        await fixture.OpenBesideAsync(left, "stty raw -echo; printf '\\033[?1000;1006hready'; dd bs=1 count=9 2>/dev/null | tr '\\033' E; sleep 100");
        await client.ShowsAsync("ready");
        client.Type("\x1b[<0;43;4M");
        await client.ShowsAsync("E[<0;2;3M");
    }

    [Fact]
    public async Task The_wheel_looks_back_and_q_comes_back()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo line $i.; done; " + Echo);
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("line 60.");
        for (var i = 0; i < 20; i++) client.Type("\x1b[<64;5;5M");
        await client.ShowsAsync("line 1.");
        await fixture.SendAsync(pane, "more\r");
        await fixture.PaneShowsAsync(pane, "got <more>");
        Assert.Contains("line 1.", client.Terminal.Text);
        client.Type("q");
        await client.ShowsAsync("got <more>");
        client.Type("after\r");
        await client.ShowsAsync("got <after>");
    }

    [Fact]
    public async Task A_read_only_client_types_into_nothing_and_resizes_nobody()
    {
        await using var fixture = MuxFixture.Started();
        var person = await fixture.AttachAsync(100, 30);
        var viewer = await fixture.AttachAsync(60, 20, hello => hello with { ReadOnly = true });
        var pane = await fixture.OpenAsync("while read x; do echo \"got <$x> $(stty size)\"; done");
        await fixture.ShowAsync(pane);
        viewer.Type("no\r");
        viewer.Type("\x1b[200~nor this\x1b[201~");
        await viewer.ShowsAsync("only looks");
        person.Type("yes\r");
        await person.ShowsAsync("got <yes> 28 100");
    }

    [Fact]
    public async Task A_read_only_client_alone_changes_no_size_no_focus_and_no_zoom()
    {
        await using var fixture = MuxFixture.Started();
        var viewer = await fixture.AttachAsync(60, 20, hello => hello with { ReadOnly = true });
        var left = await fixture.OpenAsync("printf '\\033[?1004h'; cat -v", columns: 90, rows: 30);
        var right = await fixture.OpenBesideAsync(left, "echo right; sleep 100");
        var before = await ShapeAsync();
        await fixture.ShowAsync(left);
        await viewer.ShowsAsync("top window=1");
        viewer.Resize(70, 15);
        await viewer.ShowsAsync("size=70x15");
        viewer.Type("\x1b[Ix\x1b[<0;2;3M\x1b[<0;2;3m");
        await viewer.ShowsAsync("only looks");
        Assert.Equal(before, await ShapeAsync());
        Assert.Equal(new Terminal.CellSize(90, 30), before.Size);
        Assert.DoesNotContain("^[[I", await fixture.TextAsync(left));
        Assert.Null(await fixture.Mux.InvokeAsync(mux => mux.LatestClient));
        var person = await fixture.AttachAsync(100, 40);
        await person.ShowsAsync("top window=0");
        await fixture.ShowAsync(right);
        await Eventually.TrueAsync("a person's size counts", async () => (await ShapeAsync()).Size == new Terminal.CellSize(100, 38));
        person.Connection.Dispose();
        await Eventually.TrueAsync("only the viewer is left", () => fixture.Mux.InvokeAsync(mux => mux.Clients.Count() == 1));
        Assert.Equal(new Terminal.CellSize(100, 38), (await ShapeAsync()).Size);

        Task<(Terminal.CellSize Size, PaneId Focused, bool Zoomed)> ShapeAsync() => fixture.Mux.InvokeAsync(mux =>
        {
            var window = mux.Session.Windows.Single();
            return (window.Size, window.Focused, window.Zoomed);
        });
    }

    [Fact]
    public async Task A_lone_escape_reaches_the_program_soon()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var pane = await fixture.OpenAsync("stty raw -echo; printf ready; dd bs=1 count=1 2>/dev/null | od -An -tx1; sleep 100");
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("ready");
        client.Type("\x1b");
        await client.ShowsAsync("1b");
    }

    private static Task<PaneId> FocusedAsync(MuxFixture fixture) => fixture.Mux.InvokeAsync(mux => mux.Session.Windows.Single().Focused);
}
