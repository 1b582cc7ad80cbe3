using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>Full-screen programs in a pane look as they do in tmux, cell by cell and look by look.</summary>
public sealed class InnerProgramsTests : EndToEndTest
{
    [RequiresTheory("tmux", "vim")]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Vim_highlights_searches_splits_selects_and_leaves_the_screen_as_it_was(int columns, int rows)
    {
        await File.WriteAllTextAsync(Home["vimrc"], "set nocompatible background=dark hlsearch ruler\nsyntax on\n");
        await File.WriteAllTextAsync(Path.Combine(Home.UserHome, "walk.c"), InnerProgramSamples.Source);
        await using var both = await ProgramPair.StartAsync(Home, Home.UserHome, columns, rows);
        await both.RunAsync($"vim -n -i NONE -u {Home["vimrc"]} walk.c");
        await both.SameAsync("int step0");
        await both.TypeAsync("/return");
        await both.PressAsync("Enter");
        await both.SameAsync("^/return");
        await both.PressAsync("C-f", "C-e", "C-e", "C-y");
        await both.SameAsync("step7");
        await both.PressAsync("V", "j", "j");
        await both.SameAsync("VISUAL LINE");
        await both.PressAsync("Escape");
        await both.RunAsync(":vsplit | split");
        await both.PressAsync("C-w", "w", "G", "O");
        await both.TypeAsync("/* 漢字 é ü — wide */");
        await both.SameAsync("漢字 é ü — wide .*\n[^$]*INSERT");
        await both.ResizeAsync(columns - 13, rows - 5);
        await both.SameAsync("INSERT");
        await both.ResizeAsync(columns, rows);
        await both.PressAsync("Escape");
        await both.RunAsync(":qa!");
        await both.SameAsync(@"^\$ vim -n .*(\n.*)?\n\$$");
    }

    [RequiresTheory("tmux", "less")]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Less_scrolls_and_searches_a_coloured_file(int columns, int rows)
    {
        await File.WriteAllTextAsync(Path.Combine(Home.UserHome, "long.txt"), InnerProgramSamples.ColouredLines(500));
        Home.Environment["LESSHISTFILE"] = "-";
        await using var both = await ProgramPair.StartAsync(Home, Home.UserHome, columns, rows);
        await both.RunAsync("less -R long.txt");
        await both.SameAsync("^line 1 ");
        await both.PressAsync("Space", "d", "y");
        await both.SameAsync($"^line {rows + rows / 2} ");
        await both.TypeAsync("/teal");
        await both.PressAsync("Enter");
        await both.SameAsync("^line 99 .*teal");
        await both.PressAsync("n", "k", "k");
        await both.SameAsync("^line 199 .*teal");
        await both.ResizeAsync(columns - 21, rows - 4);
        await both.SameAsync("^line 199 .*teal");
        await both.ResizeAsync(columns, rows);
        await both.SameAsync("^line 199 .*teal");
        await both.PressAsync("G");
        await both.SameAsync("^line 500 ");
        await both.PressAsync("q");
        await both.SameAsync(@"^\$ less -R long.txt\n\$$");
    }

    [RequiresTheory("tmux", "less", "git")]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Git_log_draws_its_graph_through_a_pager(int columns, int rows)
    {
        using var repository = InnerProgramSamples.History(30);
        Home.Environment["LESSHISTFILE"] = "-";
        await using var both = await ProgramPair.StartAsync(Home, repository.Path, columns, rows);
        await both.RunAsync("git -c core.pager='less -R' log --graph --color --oneline --decorate --all");
        await both.SameAsync(@"HEAD -> .*main");
        await both.PressAsync("C-d", "j");
        await both.SameAsync(@"^\| \* ");
        await both.PressAsync("G");
        await both.SameAsync("Begin");
        await both.PressAsync("q");
        await both.SameAsync(@"^\$$");
    }

    [RequiresTheory("tmux", "mc")]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Midnight_commander_draws_panels_and_menus(int columns, int rows)
    {
        InnerProgramSamples.ConfigureCommander(Home);
        var folder = InnerProgramSamples.Files(Path.Combine(Home.UserHome, "work", "files"));
        await using var both = await ProgramPair.StartAsync(Home, folder, columns, rows);
        await both.RunAsync("mc --nosubshell");
        await both.SameAsync("10Quit");
        await both.PressAsync("Down", "Down", "IC", "Tab");
        await both.SameAsync("file03");
        await both.PressAsync("F9");
        await both.PressAsync("Right", "Down", "Down");
        await both.SameAsync(@"^┌─+┐.*\n│ File listing");
        await both.ResizeAsync(columns - 9, rows - 3);
        await both.SameAsync("10Quit");
        await both.ResizeAsync(columns, rows);
        await both.PressAsync("Escape", "Escape");
        await both.SameAsync("10Quit");
        await both.PressAsync("F10");
        await both.SameAsync(@"^\$ mc --nosubshell(.*\n)*\$$");
    }

    [RequiresTheory("tmux")]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Tmux_inside_splits_and_follows_a_new_size(int columns, int rows)
    {
        await File.WriteAllLinesAsync(
            Home["inner.conf"],
            ["set -g status-right ' right '", "set -g status-left '[inner] '", "setw -g automatic-rename off", "set -g default-command 'exec sh'"]);
        await using var both = await ProgramPair.StartAsync(Home, Home.UserHome, columns, rows);
        // One server for each of them; it goes with its last shell.
        await both.RunAsync($"tmux -S inner.$$ -f {Home["inner.conf"]} new -n one");
        await both.SameAsync(@"^\$(.*\n)*\[inner\] 0:one\* .* right");
        await both.PressAsync("C-b", "%");
        await both.SameAsync(@"^\$ *│\$");
        await both.PressAsync("C-b", "\"");
        await both.SameAsync(@"├─+\n *│\$");
        await both.RunAsync("printf '\\033[1;31;44mred on blue\\033[0m \\033[4munder\\033[0m\\n'");
        await both.SameAsync("│red on blue under");
        await both.ResizeAsync(columns - 17, rows + 6);
        await both.SameAsync("│red on blue under");
        await both.ResizeAsync(columns, rows);
        await both.SameAsync("│red on blue under");
        await both.PressAsync("C-b", ":");
        await both.SameAsync("^:");
        await both.RunAsync("kill-server");
        await both.SameAsync(@"\[server exited\]\n\$$");
    }

    [RequiresTheory("tmux", "vim", "less", "mc")]
    [InlineData("vim -n -i NONE -u NONE +syn\\ on +set\\ ls=2 walk.c", "int step0", "C-f", "step9", ":q!\r")]
    [InlineData("less -R long.txt", "^line 1 ", "Space", "^line 40 ", "q")]
    [InlineData("mc --nosubshell", "10Quit", "F9 Down", "File listing", "\u001b\u001bexit\r")]
    [InlineData("tmux -S inner.$$ -f /dev/null new 'tmux set -g status-right R; exec sh'", @"^\$(.*\n)*^\[0\] 0:sh.* R$", "x", "x$", "\u0015exit\r")]
    public async Task Resized_and_attached_again_the_screen_is_right(
        string command, string first, string keys, string second, string quit)
    {
        Home.Environment["LESSHISTFILE"] = "-";
        Home.Environment["COLORTERM"] = "truecolor";
        var folder = InnerProgramSamples.Files(Path.Combine(Home.UserHome, "work", "files"));
        InnerProgramSamples.ConfigureCommander(Home);
        await File.WriteAllTextAsync(Path.Combine(folder, "walk.c"), InnerProgramSamples.Source);
        await File.WriteAllTextAsync(Path.Combine(folder, "long.txt"), InnerProgramSamples.ColouredLines(200));
        await using var both = await ProgramPair.StartAsync(Home, folder);
        var client = await AttachedAsync(100, 31);
        client.SendKeys("C-b", "1");
        await both.FollowAsync(100, 29);
        await both.RunAsync(command);
        await both.SameAsync(Filling(29, first));
        await both.ShownByAsync(client);
        client.Resize(77, 21);
        await both.FollowAsync(77, 19);
        await both.SameAsync(Filling(19, first));
        await both.ShownByAsync(client);
        client.SendKeys("C-b", "d");
        await client.WaitForExitAsync();
        var again = Attach(120, 42);
        await both.FollowAsync(120, 40);
        await both.SameAsync(Filling(40, first));
        await both.ShownByAsync(again);
        await both.PressAsync(keys.Split(' '));
        await both.SameAsync(second);
        await both.ShownByAsync(again);
        await both.TypeAsync(quit);
        await both.SameAsync(@"\$$");
    }

    /// <summary>A pattern on a screen that has been drawn down to one of its last two rows.</summary>
    private static string Filling(int rows, string pattern) => $@"\A(?=(?:.*\n){{{rows - 2}}}\n?.)[\s\S]*?{pattern}";
}
