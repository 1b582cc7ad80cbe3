using System.Diagnostics;
using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.EndToEnd;

/// <summary>Clients coming and going: several at once, and what becomes of the terminal they ran in.</summary>
public sealed class ClientTests : EndToEndTest
{
    private const string Prefix = "C-b";

    [Fact]
    public async Task Clients_of_different_sizes_see_the_same_window()
    {
        var large = await AttachedAsync(120, 40);
        large.SendKeys(Prefix, "c");
        await large.WaitForAsync("a shell", view => view.Rows[^1].Contains(":sh*"));
        large.Type("echo from-the-large");
        large.SendKeys("Enter");
        await large.WaitForAsync("its output", "^from-the-large$");

        var small = Attach(80, 24);
        await small.WaitForAsync("the window that was looked at last", "^from-the-large$");
        small.Type("stty size; echo from-the-small");
        small.SendKeys("Enter");
        await large.WaitForAsync("what the small one typed", "^from-the-small");
        await small.WaitForAsync("the size of whoever typed last", "^22 80$");
        await large.WaitForAsync("dots beyond the smaller window", view => view.Rows[30].Contains("···"));
        large.Type("stty size");
        large.SendKeys("Enter");
        await large.WaitForAsync("the large size again", "^38 120$");
        await small.WaitForAsync("the end of the larger window", "^38 120$");
    }

    [Fact]
    public async Task Clients_look_at_windows_of_their_own()
    {
        var first = await AttachedAsync();
        first.SendKeys(Prefix, "c");
        await first.WaitForAsync("a shell", view => view.Rows[^1].Contains(":sh*"));
        var second = Attach();
        await second.WaitForAsync("the same window", view => view.Text.Contains(":sh*"));
        second.SendKeys(Prefix, "0");
        await second.WaitForAsync("the queue", "No tasks yet");
        Assert.Contains(":sh*", first.Rows[^1]);
        Assert.Equal(2, (await Home.JsonAsync("client", "list")).AsArray().Count);
    }

    [Fact]
    public async Task Read_only_client_changes_nothing()
    {
        var id = await Home.NewPaneAsync("--", "sh");
        var screen = await AttachedAsync(80, 24, "--read-only");
        screen.SendKeys(Prefix, "1");
        await screen.WaitForAsync("the pane", view => view.Rows[^1].Contains("1:sh*"));
        screen.Type("echo forbidden");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("word about it", "only looks");
        screen.SendKeys(Prefix, "x");
        screen.SendKeys("y");
        screen.SendKeys(Prefix, "c");
        screen.SendKeys(Prefix, "0");
        await screen.WaitForAsync("the queue", "No tasks yet");
        var pane = Assert.Single((await Home.JsonAsync("pane", "list")).AsArray());
        Assert.Equal(id, pane!["id"]!.ToString());
        Assert.DoesNotContain("forbidden", await Home.CaptureAsync(id));
    }

    [Theory]
    [InlineData("detach")]
    [InlineData("terminate")]
    [InlineData("kill")]
    [InlineData("stop")]
    [InlineData("detach verb")]
    [InlineData("detach from the next host")]
    public async Task Terminal_is_as_it_was_when_the_client_has_gone(string way)
    {
        var screen = await StartFromShellAsync();
        switch (way)
        {
            case "detach from the next host":
                var (host, _) = await Home.PidsAsync();
                ProcessSignals.Send(host, Signal.Kill);
                await screen.WaitForAsync(
                    "the next host's screen", view => view.Rows[^1].Contains("? keys") && view.Raw.Contains("the host is gone"));
                screen.SendKeys(Prefix, "d");
                break;
            case "detach":
                screen.SendKeys(Prefix, "d");
                break;
            case "terminate":
                ProcessSignals.Send(ClientOf(screen), Signal.Terminate);
                break;
            case "kill":
                ProcessSignals.Send(ClientOf(screen), Signal.Kill);
                break;
            case "stop":
                (await Home.RunAsync("service", "stop")).Succeeded();
                break;
            case "detach verb":
                (await Home.RunAsync("detach", "--all")).Succeeded();
                break;
        }

        // Only a client that was killed cannot see to it that the shell finds everything in order at once.
        var pattern = way == "kill" ? "settings restored$" : "^settings restored$";
        await screen.WaitForAsync("the shell again, with the terminal's settings as before", pattern);
        Assert.Contains("what was on the screen", screen.Text);
        Assert.False(screen.OnAlternateScreen);
        Assert.Equal(new InputModes { AlternateScroll = screen.Modes.AlternateScroll }, screen.Modes);
        if (way.StartsWith("detach", StringComparison.Ordinal)) Assert.Contains("[detached", screen.Text);
        if (way == "stop") Assert.Contains("[orchtui was stopped", screen.Text);

        // A shell whose client was killed may have said this on the alternate screen still.
        Assert.Contains($"code {(way switch { "terminate" => 143, "kill" => 137, _ => 0 })}", screen.Raw);
    }

    [Fact]
    public async Task Stopped_host_stays_stopped_until_a_verb_starts_it()
    {
        var screen = await StartFromShellAsync();
        (await Home.RunAsync("service", "stop")).Succeeded();
        await screen.WaitForAsync("the shell again", "^settings restored$");
        Assert.Equal(3, (await Home.RunAsync("service", "status")).ExitCode);
    }

    [Fact]
    public async Task Closed_terminal_ends_its_client_alone()
    {
        var other = await AttachedAsync();
        var screen = await AttachedAsync();
        screen.HangUp();
        await screen.WaitForExitAsync();
        other.SendKeys("?");
        await other.WaitForAsync("the help", "Keys and commands");
        await TestKit.Eventually.TrueAsync("one client is left", async () => (await Home.JsonAsync("client", "list")).AsArray().Count == 1);
    }

    [Fact]
    public async Task Attach_without_a_terminal_says_so() =>
        (await Home.RunAsync("attach")).Failed(1, "terminal");

    [Fact]
    public async Task Attach_without_term_says_so()
    {
        Home.Environment.Remove("TERM");
        var screen = Attach();
        Assert.Equal(ExitStatus.Exited(1), await screen.WaitForExitAsync());
        Assert.Contains("TERM is not set", screen.Text);
        Assert.False(screen.OnAlternateScreen);
    }

    [Fact]
    public async Task Client_that_stops_reading_stalls_nobody()
    {
        var flood = await Home.NewPaneAsync("--", "sh", "-c", "i=0; while :; do i=$((i+1)); echo line $i of a flood that never ends; done");
        var quiet = await Home.NewPaneAsync("--", "sh");
        var stalled = await AttachedAsync(200, 50);
        stalled.SendKeys(Prefix, "1");
        await stalled.WaitForAsync("the flood", "of a flood");
        stalled.StopReading();

        var other = await AttachedAsync();
        other.SendKeys(Prefix, "2");
        await other.WaitForAsync("the quiet pane", view => view.Rows[^1].Contains("2:sh*"));
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 10; i++)
        {
            other.Type($"echo answer-{i}");
            other.SendKeys("Enter");
            await other.WaitForAsync("the echo", $"^answer-{i}$", seconds: 5);
            await Home.JsonAsync("pane", "list");
        }

        // Ten verbs start ten programs; a host that waited for the stalled client would not answer one.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"{clock.Elapsed}");
        stalled.ResumeReading();
        stalled.SendKeys(Prefix, "2");
        await stalled.WaitForAsync("the newest state", "^answer-9$");
        (await Home.RunAsync("pane", "kill", flood)).Succeeded();
        (await Home.RunAsync("pane", "kill", quiet)).Succeeded();
    }

    [Fact]
    public async Task Next_client_opens_where_the_last_one_left()
    {
        var screen = await AttachedAsync();
        screen.SendKeys(Prefix, "c");
        screen.Type("echo here-i-was");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("its output", "^here-i-was$");
        screen.SendKeys(Prefix, "d");
        Assert.Equal(ExitStatus.Exited(0), await screen.WaitForExitAsync());
        var next = Attach(132, 43);
        await next.WaitForAsync("the same pane", "^here-i-was$");
    }

    /// <summary>A shell from which a person starts the program; it tells when the terminal's settings are as before.</summary>
    private async Task<Screen> StartFromShellAsync()
    {
        var script =
            $"echo what was on the screen; before=$(stty -g); '{OrchtuiProgram.Path}' attach; echo code $?; "
            + "until [ \"$(stty -g)\" = \"$before\" ]; do sleep 0.05; done; echo settings restored; exec cat";
        var screen = Start(["sh", "-c", script]);
        await screen.WaitForAsync("the queue", "No tasks yet");
        return screen;
    }

    private static int ClientOf(Screen shell) => RunningProcess.ChildrenOf(shell.Pid, " attach").Single().Pid;
}
