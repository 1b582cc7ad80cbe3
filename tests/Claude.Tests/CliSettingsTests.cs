using System.Diagnostics;
using System.Text.Json;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

public sealed class CliSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Every_event_has_one_hook_of_kind_command()
    {
        var hooks = JsonDocument.Parse(CliSettings.Inline(Fixtures.Data.HookEvents, "/e")).RootElement.GetProperty("hooks");
        Assert.Equal(Fixtures.Data.HookEvents, hooks.EnumerateObject().Select(hook => hook.Name));
        Assert.All(hooks.EnumerateObject(), hook =>
        {
            var command = Assert.Single(hook.Value.EnumerateArray()).GetProperty("hooks")[0];
            Assert.Equal("command", command.GetProperty("type").GetString());
            Assert.Equal(CliSettings.HookCommand("/e"), command.GetProperty("command").GetString());
        });
    }

    [Fact]
    public void The_command_is_one_line() => Assert.DoesNotContain('\n', CliSettings.HookCommand("/e"));

    [RequiresTheory("sh")]
    [InlineData("events")]
    [InlineData("with space/'single' \"double\" $HOME `id` \\ ;&|")]
    [InlineData("-dash")]
    public void The_command_writes_what_it_is_told_whole_and_says_nothing(string folder)
    {
        var events = Directory.CreateDirectory(_directory[folder]).FullName;
        var payload = $$"""{"text":"{{new string('x', 200_000)}} 你好 \"'$(id)"}""";
        Assert.Equal((0, ""), Run(CliSettings.HookCommand(events), payload));
        var file = Assert.Single(Directory.EnumerateFiles(events));
        Assert.EndsWith(".json", file);
        Assert.Equal(payload, File.ReadAllText(file));
    }

    [RequiresFact("sh")]
    public void Names_rise_with_time()
    {
        var events = Directory.CreateDirectory(_directory["e"]).FullName;
        for (var i = 0; i < 20; i++) Run(CliSettings.HookCommand(events), $"{i}");
        var inOrder = Directory.EnumerateFiles(events).Order(StringComparer.Ordinal).Select(File.ReadAllText);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), inOrder);
    }

    [RequiresFact("sh")]
    public void A_folder_that_is_gone_costs_the_agent_nothing() =>
        Assert.Equal((0, ""), Run(CliSettings.HookCommand(_directory["gone"]), "{}"));

    public void Dispose() => _directory.Dispose();

    private static (int ExitCode, string Output) Run(string command, string input)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            shell.StandardInput.Write(input);
            shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command may end without reading.
        }

        var output = shell.StandardOutput.ReadToEnd() + shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        return (shell.ExitCode, output);
    }
}
