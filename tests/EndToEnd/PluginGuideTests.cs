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
        foreach (Match file in Files.Matches(await File.ReadAllTextAsync(Guide())))
            await File.WriteAllTextAsync(Path.Combine(source, file.Groups["name"].Value), file.Groups["text"].Value);
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
