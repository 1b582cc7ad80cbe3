using Orchtui.Agents;
using Orchtui.Commands;
using Orchtui.Plugins.Codex;
using Orchtui.TestKit;

namespace Orchtui.Codex.Tests;

public sealed class CodexProviderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeRunner _runner = new();

    [Fact]
    public async Task The_first_executable_on_the_path_is_asked_for_its_version()
    {
        _directory.Write("a/codex", "not executable");
        var program = Program("b/codex");
        _runner.Result = new CommandResult(CommandOutcome.Exited, 0, "codex-cli 0.169.0\n", "");

        var availability = await ProbeAsync($"{_directory["none"]}:{_directory["a"]}:{_directory["b"]}");

        Assert.Equal(new AgentAvailability { Executable = program, Version = "0.169.0", VersionChecked = true }, availability);
        Assert.Equal((program, "--version"), (_runner.Ran!.FileName, Assert.Single(_runner.Ran.Arguments)));
    }

    [Fact]
    public async Task Another_version_can_be_used_and_is_said_to_be_unchecked()
    {
        Program("codex");
        _runner.Result = new CommandResult(CommandOutcome.Exited, 0, "codex-cli 9.0.0\n", "");
        var availability = await ProbeAsync(_directory.Path);
        Assert.True(availability is { Installed: true, VersionChecked: false, Version: "9.0.0" });
        Assert.Contains("0.169.0", availability.Advice);
    }

    [Fact]
    public async Task A_missing_program_says_how_to_get_it() =>
        Assert.Contains("npm install", (await ProbeAsync(_directory.Path)).Advice);

    [Fact]
    public async Task A_program_that_does_not_run_is_not_installed()
    {
        Program("codex");
        _runner.Result = new CommandResult(CommandOutcome.Exited, 127, "", "env: node: No such file or directory");
        var availability = await ProbeAsync(_directory.Path);
        Assert.False(availability.Installed);
        Assert.Contains("env: node: No such file or directory", availability.Advice);
    }

    [Theory]
    [InlineData("{ not json", "codex.json")]
    [InlineData("{}", "binaries")]
    public void A_wrong_data_file_says_which_and_why(string text, string named)
    {
        _directory.Write("codex.json", text);
        var error = Assert.Throws<InvalidDataException>(() => CodexData.Load(_directory.Path));
        Assert.StartsWith(_directory["codex.json"], error.Message);
        Assert.Contains(named, error.Message);
    }

    [Fact]
    public void A_wrong_pattern_is_named()
    {
        var good = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "plugins", "Codex", "codex.json"));
        _directory.Write("codex.json", good.Replace("\"^No,\"", "\"(esc\"", StringComparison.Ordinal));
        Assert.Contains("'(esc' is not a pattern", Assert.Throws<InvalidDataException>(() => CodexData.Load(_directory.Path)).Message);
    }

    [Fact]
    public void Credentials_are_known_by_name_alone()
    {
        var codex = new CodexProvider(Fixtures.Data, _runner, TimeProvider.System);
        var home = new Dictionary<string, string> { ["HOME"] = _directory.Path };
        Assert.Equal(SignInState.SignedOut, codex.FindSignIn(home).State);
        _directory.Write(".codex/config.toml", "model = \"x\"");
        Assert.Equal(SignInState.NotKnown, codex.FindSignIn(home).State);
        Assert.Contains("config.toml", codex.FindSignIn(home).Evidence);
        var file = _directory.Write(".codex/auth.json", """{"OPENAI_API_KEY":"sk-secret"}""");
        Assert.Equal(new AgentSignIn(SignInState.SignedIn, $"{file} exists"), codex.FindSignIn(home));
        home["CODEX_API_KEY"] = "sk-secret";
        Assert.Equal(new AgentSignIn(SignInState.SignedIn, "CODEX_API_KEY is set"), codex.FindSignIn(home));
    }

    public void Dispose() => _directory.Dispose();

    private Task<AgentAvailability> ProbeAsync(string path) =>
        new CodexProvider(Fixtures.Data, _runner, TimeProvider.System).ProbeAsync(path, CancellationToken.None);

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
