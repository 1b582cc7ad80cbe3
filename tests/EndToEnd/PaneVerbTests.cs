using System.Globalization;
using System.Text.Json.Nodes;
using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>Panes as a script uses them, with no client attached.</summary>
public sealed class PaneVerbTests : EndToEndTest
{
    [Fact]
    public async Task New_pane_gets_the_exact_arguments()
    {
        var id = await Home.NewPaneAsync("--keep", "--", "printf", "<%s>\\n", "a b", "", "$HOME", "*", "'q'", "--name");
        await Home.RunAsync("pane", "wait", id, "--exit");
        Assert.Equal(["<a b>", "<>", "<$HOME>", "<*>", "<'q'>", "<--name>"], (await Home.CaptureAsync(id)).TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task New_pane_runs_in_the_directory_and_environment_of_the_caller()
    {
        var folder = Directory.CreateDirectory(Home["a folder"]).FullName;
        const string script = "pwd; echo [$COLOUR] [$DOTNET_PROBE] [$TMUX] [$TERM]; tty";
        var opened = await Home.RunAsync(new CliCall(["pane", "new", "--keep", "--", "sh", "-c", script])
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string> { ["COLOUR"] = "teal", ["DOTNET_PROBE"] = "1", ["TMUX"] = "x" },
        });
        var id = opened.Succeeded().Text;
        await Home.RunAsync("pane", "wait", id, "--exit");
        var lines = (await Home.CaptureAsync(id)).Split('\n');
        Assert.Equal(folder, lines[0]);
        Assert.Equal("[teal] [] [] [xterm-256color]", lines[1]);
        Assert.StartsWith("/dev/pts/", lines[2]);
    }

    [Fact]
    public async Task Pane_keeps_the_lines_it_was_asked_to_keep_when_the_host_is_restarted()
    {
        const string script = "seq 500; echo over; read line; seq 500; echo again; cat";
        var none = await Home.NewPaneAsync("--scrollback", "0", "--size", "80x10", "--", "sh", "-c", script);
        var few = await Home.NewPaneAsync("--scrollback", "30", "--size", "80x10", "--", "sh", "-c", script);
        foreach (var id in new[] { none, few }) await Home.WaitForTextAsync(id, "^over$");
        (await Home.RunAsync("service", "restart")).Succeeded();
        foreach (var (id, lines) in new[] { (none, 0), (few, 30) })
        {
            (await Home.RunAsync("pane", "send", id, "Enter")).Succeeded();
            await Home.WaitForTextAsync(id, "^again$");
            Assert.Equal(lines, (await Home.PaneAsync(id))!["scrollback_lines"]!.GetValue<int>());
            Assert.Equal(lines + 9, (await Home.CaptureAsync(id, "--history", "1000")).TrimEnd().Split('\n').Length);
        }
    }

    [Fact]
    public async Task New_pane_takes_directory_name_and_size_from_its_options()
    {
        var folder = Directory.CreateDirectory(Home["elsewhere"]).FullName;
        var id = await Home.NewPaneAsync("--cwd", folder, "--name", "worker", "--size", "91x17", "--", "sh", "-c", "pwd; stty size; cat");
        await Home.WaitForTextAsync(id, "^17 91$");
        Assert.StartsWith(folder + "\n", await Home.CaptureAsync(id));
        var pane = await Home.PaneAsync(id);
        Assert.Equal("worker", pane!["name"]!.GetValue<string>());
        Assert.Equal((91, 17), (pane["cols"]!.GetValue<int>(), pane["rows"]!.GetValue<int>()));
    }

    [Fact]
    public async Task List_tells_every_field_of_a_pane()
    {
        var id = await Home.NewPaneAsync("--name", "titled", "--", "sh", "-c", "printf '\\033]2;a title\\007'; echo ready; exec cat");
        await Home.WaitForTextAsync(id, "ready");
        var pane = (JsonObject)(await Home.JsonAsync("pane", "list")).AsArray().Single()!;
        Assert.Equal(id, pane["id"]!.ToString());
        Assert.True(pane["window"]!.GetValue<int>() > 0);
        Assert.Equal((120, 40), (pane["cols"]!.GetValue<int>(), pane["rows"]!.GetValue<int>()));
        Assert.True(RunningProcess.IsAlive(pane["pid"]!.GetValue<int>()));
        Assert.True(pane["alive"]!.GetValue<bool>());
        Assert.Null(pane["exit_status"]);
        Assert.Equal("a title", pane["title"]!.GetValue<string>());
        Assert.Null(pane["task_id"]);
        Assert.True(pane.ContainsKey("exit_status") && pane.ContainsKey("task_id"));
    }

    [Fact]
    public async Task Ended_pane_is_removed_unless_kept()
    {
        var gone = await Home.NewPaneAsync("--", "true");
        var kept = await Home.NewPaneAsync("--keep", "--", "sh", "-c", "exit 7");
        await Home.RunAsync("pane", "wait", gone, "--exit");
        await Home.RunAsync("pane", "wait", kept, "--exit");
        await Eventually.TrueAsync("the ended pane is gone", async () => await Home.PaneAsync(gone) is null);
        var pane = await Home.PaneAsync(kept);
        Assert.False(pane!["alive"]!.GetValue<bool>());
        Assert.Equal(7, pane["exit_status"]!.GetValue<int>());
        (await Home.RunAsync("pane", "kill", kept)).Succeeded();
        Assert.Null(await Home.PaneAsync(kept));
    }

    [Fact]
    public async Task Kept_pane_is_there_for_the_next_host()
    {
        const string script = "i=1; while [ $i -le 60 ]; do echo line $i; i=$((i+1)); done; exit 4";
        var id = await Home.NewPaneAsync("--keep", "--size", "40x10", "--", "sh", "-c", script);
        Assert.Equal("4", (await Home.RunAsync("pane", "wait", id, "--exit")).Succeeded().Text);
        var before = await Home.CaptureAsync(id, "--ansi", "--history", "1000");
        (await Home.RunAsync("service", "restart")).Succeeded();
        Assert.Equal(before, await Home.CaptureAsync(id, "--ansi", "--history", "1000"));
        var pane = await Home.PaneAsync(id);
        Assert.False(pane!["alive"]!.GetValue<bool>());
        Assert.Equal(4, pane["exit_status"]!.GetValue<int>());
        (await Home.RunAsync("pane", "kill", id)).Succeeded();
        Assert.Null(await Home.PaneAsync(id));
    }

    [Theory]
    [InlineData("exit 0", "0")]
    [InlineData("exit 3", "3")]
    [InlineData("kill -TERM $$", "143")]
    public async Task Wait_prints_the_exit_status(string script, string status)
    {
        var id = await Home.NewPaneAsync("--", "sh", "-c", $"read line; {script}");
        var waiting = Home.RunAsync("pane", "wait", id, "--exit", "--timeout", "30");
        (await Home.RunAsync("pane", "send", id, "Enter")).Succeeded();
        Assert.Equal(status, (await waiting).Succeeded().Text);
    }

    [Fact]
    public async Task Wait_knows_how_a_pane_ended_that_is_gone()
    {
        var id = await Home.NewPaneAsync("--", "sh", "-c", "exit 5");
        await Eventually.TrueAsync("the pane is gone", async () => await Home.PaneAsync(id) is null);
        Assert.Equal("5", (await Home.RunAsync("pane", "wait", id, "--exit")).Succeeded().Text);
        (await Home.RunAsync("service", "restart")).Succeeded();
        Assert.Equal("5", (await Home.RunAsync("pane", "wait", id, "--exit")).Succeeded().Text);
    }

    [Fact]
    public async Task Wait_gives_up_after_its_timeout()
    {
        var id = await Home.NewPaneAsync("--", "cat");
        (await Home.RunAsync("pane", "wait", id, "--text", "never", "--timeout", "0.2")).Failed(1, "0.2 s");
        (await Home.RunAsync("pane", "wait", id, "--exit", "--timeout", "0.2")).Failed(1, "0.2 s");
    }

    [Fact]
    public async Task Wait_for_text_sees_what_comes_later()
    {
        var id = await Home.NewPaneAsync("--", "cat");
        var waiting = Home.RunAsync("pane", "wait", id, "--text", "^hel+o$", "--timeout", "30");
        (await Home.RunAsync("pane", "send", id, "hello", "Enter")).Succeeded();
        (await waiting).Succeeded();
    }

    [Fact]
    public async Task Capture_gives_screen_history_and_attributes()
    {
        const string script =
            "i=1; while [ $i -le 60 ]; do echo line $i; i=$((i+1)); done; printf '\\033[31;1mred\\033[0m 漢字 e\\314\\201\\n'; exec cat";
        var id = await Home.NewPaneAsync("--size", "40x10", "--", "sh", "-c", script);
        await Home.WaitForTextAsync(id, "^red");
        var screen = (await Home.CaptureAsync(id)).Split('\n');
        Assert.Equal(11, screen.Length);
        Assert.Equal(["line 53", "line 54"], screen[..2]);
        Assert.Equal("red 漢字 e\u0301", screen[8]);
        var history = (await Home.CaptureAsync(id, "--history", "1000")).Split('\n');
        Assert.Equal(Enumerable.Range(1, 60).Select(i => $"line {i}"), history[..60]);
        Assert.Equal("line 50", (await Home.CaptureAsync(id, "--history", "3")).Split('\n')[0]);
        var colours = (await Home.CaptureAsync(id, "--ansi")).Split('\n')[8];
        Assert.Matches("\u001b\\[[0-9;]*31[0-9;]*m", colours);
        Assert.Matches("\u001b\\[[0-9;]*1[0-9;]*m", colours);
        Assert.Contains("漢字", colours);
    }

    [Fact]
    public async Task Send_types_keys_by_their_names_and_texts_as_they_are()
    {
        var id = await Home.NewPaneAsync("--", "sh", "-c", "stty raw -echo; echo ready; exec od -An -v -tx1 -w1");
        await Home.WaitForTextAsync(id, "ready");
        (await Home.RunAsync("pane", "send", id, "--literal", "C-a Enter")).Succeeded();
        (await Home.RunAsync("pane", "send", id, "C-a", "Up", "M-x", "word", "Enter")).Succeeded();
        const string sent = "C-a Enter\u0001\u001b[A\u001bxword\r";
        var expected = string.Join(" ", sent.Select(c => ((int)c).ToString("x2", CultureInfo.InvariantCulture)));
        await Eventually.TrueAsync(
            "all bytes have come", async () => Bytes(await Home.CaptureAsync(id)) == expected, describe: () => expected);

        static string Bytes(string capture) =>
            string.Join(" ", capture.Split((char[])['\n', ' ', '\r'], StringSplitOptions.RemoveEmptyEntries).Skip(1));
    }

    [Fact]
    public async Task Large_paste_reaches_a_slow_reader_whole()
    {
        const int size = 1_000_000;
        var file = Home["received"];
        var slow = $"stty raw -echo; echo ready; n=0; while [ $n -lt 20 ]; do head -c {size / 20} >> '{file}'; n=$((n+1)); done; "
            + "echo complete; exec cat";
        var id = await Home.NewPaneAsync("--", "sh", "-c", slow);
        await Home.WaitForTextAsync(id, "ready");
        var random = new Random(17);
        var text = string.Create(size, random, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = (char)('!' + source.Next(90));
        });
        // One argument holds at most 128 KiB: a script sends more in several calls.
        for (var at = 0; at < size; at += 100_000)
            (await Home.RunAsync("pane", "send", id, "--literal", text.Substring(at, 100_000))).Succeeded();
        await Home.WaitForTextAsync(id, "complete");
        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Send_does_not_wait_for_a_program_that_does_not_read()
    {
        var id = await Home.NewPaneAsync("--", "sh", "-c", "stty raw -echo; echo ready; exec sleep 1000");
        await Home.WaitForTextAsync(id, "ready");
        for (var i = 0; i < 5; i++) (await Home.RunAsync("pane", "send", id, "--literal", new string('x', 100_000))).Succeeded();
        Assert.Contains("ready", await Home.CaptureAsync(id));
        (await Home.RunAsync("pane", "kill", id)).Succeeded();
    }

    [Fact]
    public async Task Resize_reaches_the_program()
    {
        var id = await Home.NewPaneAsync("--", "sh", "-c", "trap 'stty size' WINCH; echo ready; while :; do read line; done");
        await Home.WaitForTextAsync(id, "ready");
        (await Home.RunAsync("pane", "resize", id, "77x19")).Succeeded();
        await Home.WaitForTextAsync(id, "^19 77$");
        Assert.Equal(77, (await Home.PaneAsync(id))!["cols"]!.GetValue<int>());
    }

    [Fact]
    public async Task Kill_ends_a_program_that_ignores_every_polite_signal()
    {
        var id = await Home.NewPaneAsync("--", "sh", "-c", "trap '' HUP TERM INT; echo ready; while :; do sleep 0.1; done");
        await Home.WaitForTextAsync(id, "ready");
        var pid = await Home.PidOfPaneAsync(id);
        (await Home.RunAsync("pane", "kill", id)).Succeeded();
        Assert.False(RunningProcess.IsAlive(pid));
        Assert.Null(await Home.PaneAsync(id));
    }

    [Theory]
    [InlineData("capture", "99")]
    [InlineData("send", "99", "x")]
    [InlineData("wait", "99", "--exit")]
    [InlineData("wait", "99", "--text", "x")]
    [InlineData("resize", "99", "80x24")]
    [InlineData("kill", "99")]
    [InlineData("zoom", "99")]
    [InlineData("focus", "99")]
    [InlineData("capture", "nonsense")]
    public async Task Unknown_pane_is_named(params string[] words) =>
        (await Home.RunAsync(["pane", .. words])).Failed(1, "no pane", words[1]);

    [Theory]
    [InlineData("pane")]
    [InlineData("pane", "capture")]
    [InlineData("pane", "nonsense")]
    [InlineData("pane", "new", "--size", "huge", "--", "true")]
    [InlineData("pane", "new", "--scrollback", "-1", "--", "true")]
    [InlineData("pane", "new", "--scrollback", "1000001", "--", "true")]
    [InlineData("pane", "new", "--scrollback", "many", "--", "true")]
    [InlineData("pane", "new", "--split", "sideways", "--", "true")]
    [InlineData("pane", "wait", "1")]
    [InlineData("pane", "wait", "1", "--exit", "--timeout", "soon")]
    [InlineData("pane", "capture", "1", "--history", "many")]
    [InlineData("task", "add")]
    [InlineData("nonsense")]
    public async Task Wrong_usage_exits_with_2(params string[] words) => (await Home.RunAsync(words)).Failed(2);

    [Theory]
    [InlineData("no-such-program", "no-such-program")]
    [InlineData("/etc/passwd", "/etc/passwd")]
    public async Task Program_that_cannot_be_started_is_named(string program, string named) =>
        (await Home.RunAsync("pane", "new", "--", program)).Failed(1, named);

    [Fact]
    public async Task Directory_that_is_missing_is_named() =>
        (await Home.RunAsync("pane", "new", "--cwd", "/no/such/folder", "--", "true")).Failed(1, "/no/such/folder");

    [Fact]
    public async Task Verbs_at_the_same_time_start_one_host()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Home.RunAsync("pane", "new", "--", "cat")));
        Assert.Equal(6, results.Select(result => result.Succeeded().Text).Distinct().Count());
        Assert.Equal(6, (await Home.JsonAsync("pane", "list")).AsArray().Count);
        Assert.Single(Home.Processes(), process => process.CommandLine.Contains(" serve"));
        Assert.Single(Home.Processes(), process => process.CommandLine.Contains(" keeper"));
    }
    [Fact]
    public async Task A_stopped_program_is_woken_to_hear_that_it_is_to_end()
    {
        var id = await Home.NewPaneAsync("--", "sh", "-c", "trap 'echo heard > heard; exit' HUP; echo ready; while :; do read x; done");
        await Home.WaitForTextAsync(id, "ready");
        Assert.True(ProcessSignals.Send(await Home.PidOfPaneAsync(id), Signal.Stop));
        (await Home.RunAsync("pane", "kill", id)).Succeeded();
        Assert.True(File.Exists(Path.Combine(Home.UserHome, "heard")));
    }

}
