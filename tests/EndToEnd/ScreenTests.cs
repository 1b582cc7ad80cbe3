using Orchtui.EndToEnd.Harness;

namespace Orchtui.EndToEnd;

/// <summary>The full screen as a person uses it: the queue, windows and panes by tmux's keys.</summary>
public sealed class ScreenTests : EndToEndTest
{
    private const string Prefix = "C-b";

    [Theory]
    [InlineData(80, 24)]
    [InlineData(200, 50)]
    public async Task Attach_shows_the_queue(int columns, int rows)
    {
        var screen = await AttachedAsync(columns, rows);
        await screen.WaitForAsync("the empty queue", "No tasks yet");
        Assert.Matches(@"^ orchtui +queue .*working 0/\d+ *$", screen.Rows[0]);
        Assert.Matches(@"n new .*\? keys.*\d\d:\d\d$", screen.Rows[^1]);
        Assert.True(screen.OnAlternateScreen);
    }

    [Fact]
    public async Task Question_mark_shows_the_keys_and_escape_closes_them()
    {
        var screen = await AttachedAsync(100, 40);
        screen.SendKeys("?");
        await screen.WaitForAsync("the help", "Keys and commands");
        screen.SendKeys("/");
        screen.Type("new window");
        await screen.WaitForAsync("what matches", "Open a shell in a new window");
        screen.SendKeys("Escape");
        await screen.WaitForAsync("everything again", "In the queue");
        screen.SendKeys("Escape");
        await screen.WaitForAsync("the queue", view => !view.Text.Contains("Keys and commands"));
    }

    [Fact]
    public async Task Prefix_c_opens_a_shell_that_takes_what_is_typed()
    {
        var screen = await WithShellAsync();
        await RunAsync(screen, "stty size; tty; pwd");
        await screen.WaitForAsync("the size of the pane, less the two lines that are ours", "^22 80$");
        await screen.WaitForAsync("where it is", view => view.Text.Contains(Home.UserHome));
        Assert.Contains("1:sh*", screen.Rows[^1]);
    }

    [Fact]
    public async Task What_is_typed_after_n_is_the_title_however_long_the_agents_take_to_be_found()
    {
        var programs = Directory.CreateDirectory(Path.Combine(Home.Path, "slow")).FullName;
        var claude = Path.Combine(programs, "claude");
        await File.WriteAllTextAsync(claude, $"#!/bin/sh\nwhile [ ! -e {programs}/go ]; do sleep 0.05; done\necho '2.1.197 (Claude Code)'\n");
        File.SetUnixFileMode(claude, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Home.Environment["PATH"] = $"{programs}:{Home.Environment["PATH"]}";
        var screen = await AttachedAsync(80, 24);
        screen.Type("nOpen the Door");
        await screen.WaitForAsync("the form with all that was typed", "▸ title +Open the Door");
        Assert.DoesNotContain("claude", screen.Text);
        await File.WriteAllTextAsync(Path.Combine(programs, "go"), "");
        await screen.WaitForAsync("the agent that was found", "agent +\\[any\\].* claude");
        Assert.Contains("Open the Door", screen.Text);
    }

    [Fact]
    public async Task Panes_are_split_walked_zoomed_and_closed()
    {
        var screen = await WithShellAsync(100, 30);
        await RunAsync(screen, "echo the-left");
        screen.SendKeys(Prefix, "%");
        await screen.WaitForAsync("a line between two panes", view => view.Rows.Skip(2).Take(20).All(row => row.Contains('│')));
        await RunAsync(screen, "echo the-right");
        Assert.True(ColumnOf(screen, "the-right") > 40, screen.Text);
        screen.SendKeys(Prefix, "\"");
        await screen.WaitForAsync("a line below", view => view.Text.Contains('─'));
        await RunAsync(screen, "echo the-lower");
        Assert.Equal(3, (await Home.JsonAsync("pane", "list")).AsArray().Count);

        screen.SendKeys(Prefix, "Left");
        await RunAsync(screen, "echo left-again");
        Assert.Equal(0, ColumnOf(screen, "left-again"));
        screen.SendKeys(Prefix, ";");
        await RunAsync(screen, "echo back-again");
        Assert.True(ColumnOf(screen, "back-again") > 40, screen.Text);

        screen.SendKeys(Prefix, "z");
        await screen.WaitForAsync("one pane alone", view => view.Rows[0].Contains("zoomed") && !view.Text.Contains("left-again"));
        screen.SendKeys(Prefix, "z");
        await screen.WaitForAsync("all panes again", view => view.Text.Contains("left-again"));

        screen.SendKeys(Prefix, "x");
        await screen.WaitForAsync("the question", @"\(y/n\)");
        screen.SendKeys("n");
        await screen.WaitForAsync("the pane that stays", view => !view.Text.Contains("(y/n)") && view.Text.Contains("back-again"));
        screen.SendKeys(Prefix, "x");
        await screen.WaitForAsync("the question again", @"\(y/n\)");
        screen.SendKeys("y");
        await screen.WaitForAsync("the pane is gone", view => !view.Text.Contains("back-again"));
        Assert.Equal(2, (await Home.JsonAsync("pane", "list")).AsArray().Count);
    }

    [Fact]
    public async Task What_is_found_selected_and_copied_in_copy_mode_is_pasted_by_its_key()
    {
        var screen = await WithShellAsync(120, 30);
        await RunAsync(screen, "for i in 1 2 3; do echo \"value=$i needle-$i\"; done");
        await screen.WaitForAsync("its output", "^value=3 ");
        screen.SendKeys(Prefix, "[", "?");
        await screen.WaitForAsync("where to type", view => view.Rows[^1].StartsWith('?'));
        screen.Type("needle-2");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("how many there are", "match 1 of 1");
        screen.SendKeys("v", "$");
        await screen.WaitForAsync("that it selects", "selecting");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("that it has copied", @"Copied 8 characters; C-b \] pastes");
        Assert.Contains($"\x1b]52;c;{Convert.ToBase64String("needle-2"u8)}\x1b\\", screen.Raw);
        screen.Type("echo pasted-");
        screen.SendKeys(Prefix, "]", "Enter");
        await screen.WaitForAsync("the pasted text", "^pasted-needle-2$");
        Assert.Equal("needle-2", (await Home.JsonAsync("buffer", "list")).AsArray().Single()!["text"]!.GetValue<string>());
        screen.SendKeys(Prefix, "[", Prefix, "?");
        await screen.WaitForAsync("the keys of copy mode first", "While looking back in a pane");
    }

    [Fact]
    public async Task Enter_on_a_task_that_is_just_starting_goes_into_its_pane_as_soon_as_there_is_one()
    {
        var screen = await AttachedAsync(100, 30);
        using var repository = new TemporaryRepository();
        var id = (await Home.RunAsync(new CliCall(["task", "add", "Write a file", "--agent", "demo", "--hold"]) { WorkingDirectory = repository.Path })).Succeeded().Text;
        await screen.WaitForAsync("the task", "Write a file");
        screen.SendKeys("r", "Enter");
        await screen.WaitForAsync("its pane", $"^ orchtui +task {id} ");
    }

    [Fact]
    public async Task A_configuration_that_is_not_understood_is_told_by_a_toast_the_log_and_doctor()
    {
        Directory.CreateDirectory(Home.Path);
        await File.WriteAllTextAsync(Path.Combine(Home.Path, "config.yml"), "terminal:\n  prefx: C-a\nengine:\n  max_parallel: many\n");
        const string Problem = "config.yml:2: terminal.prefx is not known (did you mean terminal.prefix?)";
        var screen = Attach(140, 30);
        await screen.WaitForAsync("the first of them", view => view.Rows[0].Contains(Problem) && view.Rows[0].Contains("1 more"));
        Assert.Contains(Problem, await Home.LogAsync());
        var doctor = await Home.RunAsync("doctor");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains(Problem, doctor.Output);
        Assert.Contains("config.yml:4: engine.max_parallel is a whole number from 1 to 64, not 'many'; 4 is used", doctor.Output);
    }

    [Fact]
    public async Task Edges_move_by_keys_that_repeat_without_the_prefix()
    {
        var screen = await WithShellAsync(100, 30);
        screen.SendKeys(Prefix, "%");
        await screen.WaitForAsync("a line between two panes", view => view.Rows.Skip(2).Take(20).All(row => row.Contains('│')));
        var before = screen.Rows[5].IndexOf('│');
        screen.SendKeys(Prefix, "C-Left", "C-Left", "C-Left");
        await screen.WaitForAsync("the line three columns to the left", view => view.Rows[5].IndexOf('│') == before - 3);
        await RunAsync(screen, "stty size");
        await screen.WaitForAsync("the program knows", $@"28 {100 - (before - 3) - 1}\b");
    }

    [Fact]
    public async Task Windows_are_walked_by_n_p_and_number_and_named_by_comma()
    {
        var screen = await WithShellAsync();
        await RunAsync(screen, "echo in-first");
        screen.SendKeys(Prefix, "c");
        await screen.WaitForAsync("a second window", view => view.Rows[^1].Contains("2:sh*"));
        await RunAsync(screen, "echo in-second");
        screen.SendKeys(Prefix, ",", "C-u");
        screen.Type("builds");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("its name", view => view.Rows[^1].Contains("2:builds*"));

        screen.SendKeys(Prefix, "p");
        await screen.WaitForAsync("the first window", "in-first");
        screen.SendKeys(Prefix, "n");
        await screen.WaitForAsync("the second window", "in-second");
        screen.SendKeys(Prefix, "1");
        await screen.WaitForAsync("the first window by number", "in-first");
        screen.SendKeys(Prefix, "0");
        await screen.WaitForAsync("the queue", "No tasks yet");
        screen.SendKeys(Prefix, "2");
        await screen.WaitForAsync("the second window by number", "in-second");
        screen.SendKeys(Prefix, "Q");
        await screen.WaitForAsync("the queue by letter", "No tasks yet");
        screen.SendKeys(Prefix, "9");
        await screen.WaitForAsync("word that there is none", "no window 9");
    }

    [Fact]
    public async Task Keys_typed_right_behind_a_command_meet_the_pane_it_opens()
    {
        var screen = await AttachedAsync();
        screen.SendKeys(Prefix, "c");
        screen.Type("echo at-once");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("what was typed", "^at-once$");
    }

    [Fact]
    public async Task Pane_of_a_script_shows_up_on_attached_screens_when_asked()
    {
        var screen = await AttachedAsync();
        await Home.NewPaneAsync("--", "sh", "-c", "echo quietly; exec cat");
        await screen.WaitForAsync("still the queue", "No tasks yet");
        await Home.NewPaneAsync("--focus", "--", "sh", "-c", "echo loudly; exec cat");
        await screen.WaitForAsync("the new pane", "^loudly$");
    }

    [Fact]
    public async Task Long_paste_reaches_the_program_in_brackets()
    {
        var screen = await WithShellAsync();
        await RunAsync(
            screen, "stty raw -echo; printf '\\033[?2004h'; echo go; head -c 50012 > ~/pasted; stty sane; echo done-$(wc -c < ~/pasted)");
        await screen.WaitForAsync("the program reads", "^go");
        Assert.True(screen.Modes.BracketedPaste);
        screen.Send([.. "\e[200~"u8, .. Enumerable.Repeat((byte)'p', 50_000), .. "\e[201~"u8]);
        await screen.WaitForAsync("all of it has come", "done-50012");
        var text = await File.ReadAllTextAsync(Path.Combine(Home.UserHome, "pasted"));
        Assert.Equal("\e[200~" + new string('p', 50_000) + "\e[201~", text);
    }

    [Fact]
    public async Task Overlong_title_stays_in_its_line()
    {
        var screen = await WithShellAsync();
        await RunAsync(screen, "printf '\\033]2;%s\\007' \"$(head -c 3000 /dev/zero | tr '\\0' T)\"; echo titled");
        await screen.WaitForAsync("the title", view => view.Rows[0].Contains("TTTT"));
        Assert.True(screen.Rows[0].Length <= 80);
        Assert.Contains("working 0/", screen.Rows[0]);
        Assert.Contains(screen.Rows, row => row == "titled");
        Assert.Contains("1:sh*", screen.Rows[^1]);
    }

    [Fact]
    public async Task Output_that_is_not_utf8_harms_nothing()
    {
        var screen = await WithShellAsync();
        await RunAsync(screen, "head -c 20000 /dev/urandom > ~/noise; cat ~/noise; printf '\\030\\033c\\377\\376 after\\n'; echo sound");
        await screen.WaitForAsync("what comes behind it", "^sound$");
        Assert.Contains("1:", screen.Rows[^1]);
        Assert.Contains(" after", screen.Text);
    }

    [Theory]
    [InlineData(19, 10)]
    [InlineData(40, 5)]
    [InlineData(3, 2)]
    public async Task Terminal_that_is_too_small_says_so_and_comes_back(int columns, int rows)
    {
        var screen = await AttachedAsync();
        screen.Resize(columns, rows);
        await screen.WaitForAsync("a word about the size", view => view.Text.Replace("\n", "").Contains(columns < 10 ? "20" : "20x6"));
        screen.Resize(80, 24);
        await screen.WaitForAsync("the queue again", "No tasks yet");
        screen.SendKeys(Prefix, "c");
        await screen.WaitForAsync("a shell", view => view.Rows[^1].Contains("1:sh*"));
    }

    [Fact]
    public async Task Resize_reaches_the_program_in_the_pane()
    {
        var screen = await WithShellAsync();
        screen.Resize(97, 33);
        await screen.WaitForAsync("the frame in the new size", view => view.Rows[^1].Contains("1:sh*") && view.Rows[0].Length > 80);
        await RunAsync(screen, "stty size");
        await screen.WaitForAsync("the new size", "^31 97");
    }

    private async Task<Screen> WithShellAsync(int columns = 80, int rows = 24)
    {
        var screen = await AttachedAsync(columns, rows);
        screen.SendKeys(Prefix, "c");
        await screen.WaitForAsync("a shell", view => view.Rows[^1].Contains(":sh*") && view.Rows[1].StartsWith('$'));
        return screen;
    }

    /// <summary>Types a command and waits until the shell has done it.</summary>
    private async Task RunAsync(Screen screen, string command)
    {
        screen.Type(command);
        screen.SendKeys("Enter");
        if (!command.StartsWith("echo ", StringComparison.Ordinal)) return;
        var word = command["echo ".Length..];
        await screen.WaitForAsync(
            $"the output of '{command}'", view => view.Rows.Any(row => row.Split('│').Any(part => part.Trim() == word)));
    }

    private static int ColumnOf(Screen screen, string output) =>
        screen.Rows.Select(row => (Row: row, At: row.IndexOf(output, StringComparison.Ordinal)))
            .Where(found => found.At >= 0 && !found.Row.Contains("echo " + output)).Select(found => found.At).DefaultIfEmpty(-1).First();
}
