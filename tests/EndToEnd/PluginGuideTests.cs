using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>Does what docs/plugins.md tells a stranger to do, with the files as they stand there.</summary>
public sealed partial class PluginGuideTests : DemoTaskTest
{
    [Fact]
    public async Task The_guide_leads_from_an_empty_folder_to_a_working_agent_and_constraint()
    {
        var source = Directory.CreateDirectory(Home["my-plugin"]).FullName;
        await WriteFilesAsync("From an empty folder", source);
        Assert.Equal(5, Directory.EnumerateFiles(source).Count());

        // The host runs before the first file of the plugin is there.
        Assert.DoesNotContain("my-plugin", (await Home.RunAsync("plugin", "list")).Succeeded().Output);
        await BuildAsync(source, Path.Combine(Home.Path, "plugins", "my-plugin"));
        await Home.WaitForPluginAsync("my-plugin", "loaded");
        var info = await Home.JsonAsync("plugin", "info", "my-plugin");
        Assert.Equal(("1.0.0", "", "agent:note constraint:not_paused"),
            (info.Text("version"), info.Text("reason"), string.Join(' ', info["provides"]!.AsArray().Select(name => name!.GetValue<string>()))));

        var pause = Home.Kept("my-plugin", "pause");
        await File.WriteAllTextAsync(pause, "");
        var id = await Home.AddTaskAsync(Repository, "Take a note", "--agent", "note");
        await Eventually.TrueAsync("it is paused", async () =>
            (await Home.RunAsync("task", "why", id)).Output.Contains($"constraint not_paused: paused; remove {pause}"));
        File.Delete(pause);
        await Home.WaitForTaskAsync(id, "in_review");
        (await Home.RunAsync("task", "land", id)).Succeeded();
        Assert.Equal("Take a note\n", await File.ReadAllTextAsync(Path.Combine(Repository.Path, "NOTE.md")));
    }

    [Fact]
    public async Task The_agent_without_code_runs_asks_and_follows_its_file()
    {
        await MakeScribeAsync();
        var folder = Directory.CreateDirectory(Path.Combine(Home.Path, "plugins", "scribe")).FullName;
        await WriteFilesAsync("An agent without code", folder);
        await Home.WaitForPluginAsync("scribe", "loaded");
        var listed = (await Home.RunAsync("agents", "--json")).Succeeded().Json.AsArray().Single(agent => agent!.Text("id") == "scribe")!;
        Assert.Equal(("Scribe", "1.0", "true"), (listed.Text("name"), listed.Text("version"), listed.Text("checked")));

        var id = await Home.AddTaskAsync(Repository, "Write", "-b", "A note", "--agent", "scribe");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal(("30", "0.25"), (task.Text("tokens"), task.Text("cost_usd")));
        Assert.Equal("A note", Repository.Git("show", $"{task.Text("branch")}:note.txt"));
        (await Home.RunAsync("task", "retry", id, "--resume")).Succeeded();
        await Eventually.TrueAsync("it has been tried again", async () => (await Home.TaskAsync(id)).Text("attempts") == "2");
        var resumed = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal(task.Text("session_id"), resumed.Text("session_id"));
        Assert.Contains($"resumed {task.Text("session_id")}", await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "100"));

        var failing = await Home.AddTaskAsync(Repository, "Fail", "-b", "fail", "--agent", "scribe");
        Assert.StartsWith("auth: no account", (await Home.WaitForTaskAsync(failing, "needs_review")).Text("reason"));

        var asking = await Home.AddTaskAsync(Repository, "Ask", "-b", "Another note", "--agent", "scribe", "--mode", "interactive");
        var question = await Home.WaitForQuestionAsync(asking);
        Assert.StartsWith("May I write it?", question.Text("question"));
        await Home.AnswerAsync(question, "--once");
        Assert.Equal("Another note", Repository.Git("show", $"{(await Home.WaitForTaskAsync(asking, "in_review")).Text("branch")}:note.txt"));

        var file = Path.Combine(folder, "scribe.yml");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("state: idle", "state: thinking", StringComparison.Ordinal));
        await Home.WaitForPluginAsync("scribe", "disabled", "'thinking' is none of");
        await File.WriteAllTextAsync(file, text);
        await Home.WaitForPluginAsync("scribe", "loaded");
    }

    /// <summary>The program that the example speaks of.</summary>
    private async Task MakeScribeAsync()
    {
        var folder = Directory.CreateDirectory(Home["bin"]).FullName;
        var path = Path.Combine(folder, "scribe");
        await File.WriteAllTextAsync(path, """
            #!/bin/sh
            [ "$1" = --version ] && { echo "scribe 1.0"; exit 0; }
            for word; do prompt=$word; done
            case "$*" in *--batch*)
              prompt=$(cat)
              case "$*" in *--resume*) echo "{\"say\":{\"text\":\"resumed ${4}\"}}";; esac
              [ "$prompt" = fail ] && { echo '{"error":"no account"}'; exit 1; }
              printf %s "$prompt" > note.txt
              echo '{"say":{"text":"It is written."},"usage":{"in":10,"out":20,"dollars":0.25}}'
              exit 0;;
            esac
            printf '\033]2;scribe: writing\007May I write it?\n(y)es (n)o\n'
            stty -icanon -echo
            key=$(dd bs=1 count=1 2>/dev/null)
            clear
            [ "$key" = y ] && printf %s "$prompt" > note.txt
            printf '\033]2;scribe: resting\007written.\n'
            exec cat
            """.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Home.Environment["PATH"] = $"{folder}:{Home.Environment["PATH"]}";
    }

    private static async Task WriteFilesAsync(string section, string folder)
    {
        var guide = await File.ReadAllTextAsync(Guide());
        var from = guide.IndexOf($"## {section}\n", StringComparison.Ordinal);
        var to = guide.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
        foreach (Match file in Files.Matches(guide[from..to]))
            await File.WriteAllTextAsync(Path.Combine(folder, file.Groups["name"].Value), file.Groups["text"].Value);
    }

    /// <summary>A paragraph that begins with a file's name, and the block below it.</summary>
    [GeneratedRegex(@"^`(?<name>[\w-]+\.\w+)`[^\n]*\n(?:[^\n]+\n)*\n```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Files { get; }

    private static string Guide([CallerFilePath] string test = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "docs", "plugins.md"));

    private static async Task BuildAsync(string source, string output)
    {
        string[] words =
        [
            "build", "-c", "Release", $"-p:Orchtui={Path.GetDirectoryName(OrchtuiProgram.Path)}", "-o", output, source,
            // No server of the build is left behind.
            "-nodeReuse:false", "-p:UseSharedCompilation=false",
        ];
        var start = new ProcessStartInfo("dotnet", words) { WorkingDirectory = source, RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var build = Process.Start(start)!;
        var printed = build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3), TimeProvider.System);
        Assert.True(build.ExitCode == 0, await printed);
    }
}
