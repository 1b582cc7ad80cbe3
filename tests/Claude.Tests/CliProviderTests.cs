using Orchtui.Agents;
using Orchtui.Commands;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

public sealed class CliProviderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeRunner _runner = new();

    [Fact]
    public async Task The_first_executable_on_the_path_is_asked_for_its_version()
    {
        _directory.Write("a/claude", "not executable");
        var program = Program("b/claude");
        _runner.Result = new CommandResult(CommandOutcome.Exited, 0, "2.1.197 (Claude Code)\n", "");

        var availability = await ProbeAsync($"{_directory["none"]}:{_directory["a"]}:{_directory["b"]}");

        Assert.Equal(new AgentAvailability { Executable = program, Version = "2.1.197", VersionChecked = true }, availability);
        Assert.Equal((program, "--version"), (_runner.Ran!.FileName, Assert.Single(_runner.Ran.Arguments)));
    }

    [Fact]
    public async Task Another_version_can_be_used_and_is_said_to_be_unchecked()
    {
        Program("claude");
        _runner.Result = new CommandResult(CommandOutcome.Exited, 0, "9.0.0 (Claude Code)\n", "");
        var availability = await ProbeAsync(_directory.Path);
        Assert.True(availability is { Installed: true, VersionChecked: false, Version: "9.0.0" });
        Assert.Contains("2.1.197", availability.Advice);
    }

    [Theory]
    [InlineData("kimi, version 1.2.0", "kimi, version 1.2.0")]
    [InlineData("", "''")]
    public async Task Another_program_of_the_same_name_is_not_taken_for_it(string says, string told)
    {
        Program("claude");
        _runner.Result = new CommandResult(CommandOutcome.Exited, 0, says, "");
        var availability = await ProbeAsync(_directory.Path);
        Assert.False(availability.Installed);
        Assert.Contains("is another program", availability.Advice);
        Assert.Contains(told, availability.Advice);
    }

    [Fact]
    public async Task A_missing_program_says_how_to_get_it() =>
        Assert.Contains("npm install", (await ProbeAsync(_directory.Path)).Advice);

    [Fact]
    public async Task A_program_that_does_not_run_is_not_installed()
    {
        Program("claude");
        _runner.Result = new CommandResult(CommandOutcome.Exited, 127, "", "env: node: No such file or directory");
        var availability = await ProbeAsync(_directory.Path);
        Assert.False(availability.Installed);
        Assert.Contains("env: node: No such file or directory", availability.Advice);
    }

    [Theory]
    [InlineData("{ not json", "claude.json")]
    [InlineData("{}", "binaries")]
    public void A_wrong_data_file_says_which_and_why(string text, string named)
    {
        _directory.Write("claude.json", text);
        var error = Assert.Throws<InvalidDataException>(() => CliData.Load(_directory.Path, "claude.json"));
        Assert.StartsWith(_directory["claude.json"], error.Message);
        Assert.Contains(named, error.Message);
    }

    [Fact]
    public void A_wrong_pattern_is_named()
    {
        var good = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "plugins", "Claude", "claude.json"));
        _directory.Write("claude.json", good.Replace("esc to interrupt", "(esc", StringComparison.Ordinal));
        Assert.Contains("'(esc' is not a pattern", Assert.Throws<InvalidDataException>(() => CliData.Load(_directory.Path, "claude.json")).Message);
    }

    public void Dispose() => _directory.Dispose();

    private Task<AgentAvailability> ProbeAsync(string path) =>
        new CliProvider(Fixtures.Data, _runner, TimeProvider.System).ProbeAsync(path, CancellationToken.None);

    private string Program(string name)
    {
        var path = _directory.Write(name, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private sealed class FakeRunner : ICommandRunner
    {
        public CommandResult Result { get; set; } = new(CommandOutcome.NotFound, -1, "", "");

        public Command? Ran { get; private set; }

        public Task<CommandResult> RunAsync(Command command, CancellationToken cancellation = default)
        {
            Ran = command;
            return Task.FromResult(Result);
        }
    }
}
