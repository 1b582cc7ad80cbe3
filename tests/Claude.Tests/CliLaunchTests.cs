using Orchtui.Agents;
using Orchtui.Plugins.ClaudeCompatible;

namespace Orchtui.Claude.Tests;

public sealed class CliLaunchTests
{
    private const string Session = "0b8f1c9e-7a51-4a55-9a5e-2f4e7b1c0001";

    private readonly CliLaunch _launch = new(Fixtures.Data, isRoot: false);

    [Fact]
    public void A_headless_launch_gives_the_prompt_on_standard_input()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Headless, "--do it\n'now'"));
        Assert.Equal(
            [
                "/usr/bin/claude", "-p", "--output-format", "stream-json", "--verbose",
                "--disallowedTools", "Edit(//home/dev/src/repo/**)", "Read(//home/dev/src/repo/**)",
                "Bash(cd /home/dev/src/repo)", "Bash(cd /home/dev/src/repo *)", "Bash(cd /home/dev/src/repo/*)",
                "Bash(rm /home/dev/src/repo)", "Bash(rm /home/dev/src/repo/*)",
                "Bash(rm * /home/dev/src/repo)", "Bash(rm * /home/dev/src/repo/*)", "--permission-mode", "acceptEdits", "--session-id", Session,
            ],
            launch.Arguments);
        Assert.Equal(("--do it\n'now'", Session), (launch.StandardInput, launch.SessionId));
    }

    [Fact]
    public void An_interactive_launch_ends_with_the_prompt_however_it_begins()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive, "-p is a prompt"));
        Assert.Equal(["--session-id", Session, "--", "-p is a prompt"], launch.Arguments.TakeLast(4));
        Assert.Contains("--settings", launch.Arguments);
        Assert.DoesNotContain("-p", launch.Arguments);
        Assert.Equal("", launch.StandardInput);
    }

    [Fact]
    public void A_headless_resume_is_told_on_standard_input_what_to_go_on_with()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Headless, "Go on") with { Resume = true });
        Assert.Equal(["--resume", Session], launch.Arguments.TakeLast(2));
        Assert.Equal("Go on", launch.StandardInput);
    }

    [Fact]
    public void A_resume_names_the_session_and_needs_no_prompt()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive, "") with { Resume = true });
        Assert.Equal(["--resume", Session], launch.Arguments.TakeLast(2));
    }

    [Fact]
    public void Model_and_rules_of_the_house_are_passed_on()
    {
        var arguments = _launch.Prepare(Fixtures.Request(AgentMode.Headless) with { Model = "opus", SystemPrompt = "Be brief." }).Arguments;
        Assert.Equal("opus", After(arguments, "--model"));
        Assert.Equal("Be brief.", After(arguments, "--append-system-prompt"));
    }

    [Fact]
    public void Without_a_session_id_one_is_chosen() =>
        Assert.True(Guid.TryParse(_launch.Prepare(Fixtures.Request(AgentMode.Headless) with { SessionId = null }).SessionId, out _));

    [Theory]
    [InlineData("/home/dev/src/repo")]
    [InlineData("/home/dev/src/repo/worktrees/one")]
    public void A_worktree_inside_the_main_checkout_is_not_fenced_off(string worktree) => Assert.DoesNotContain(
        "--disallowedTools", _launch.Prepare(Fixtures.Request(AgentMode.Headless) with { Worktree = worktree }).Arguments);

    [Fact]
    public void A_neighbour_with_the_same_beginning_is_fenced_off() => Assert.Contains(
        "Edit(//home/dev/src/repo/**)",
        _launch.Prepare(Fixtures.Request(AgentMode.Headless) with { Worktree = "/home/dev/src/repo-two" }).Arguments);

    [Fact]
    public void Autonomy_is_the_mode_without_questions_and_its_warning_is_not_shown()
    {
        var arguments = _launch.Prepare(Autonomous(AgentMode.Interactive)).Arguments;
        Assert.Equal("bypassPermissions", After(arguments, "--permission-mode"));
        Assert.StartsWith("""{"skipDangerousModePermissionPrompt":true,"hooks":{""", After(arguments, "--settings"));
    }

    [Fact]
    public void Autonomy_as_root_allows_tools_by_name_unless_a_sandbox_is_declared()
    {
        var asRoot = new CliLaunch(Fixtures.Data, isRoot: true);
        var arguments = asRoot.Prepare(Autonomous(AgentMode.Headless)).Arguments;
        Assert.Equal(("acceptEdits", "Bash"), (After(arguments, "--permission-mode"), After(arguments, "--allowedTools")));

        var sandboxed = Autonomous(AgentMode.Headless) with { Environment = new Dictionary<string, string> { ["IS_SANDBOX"] = "1" } };
        Assert.Equal("bypassPermissions", After(asRoot.Prepare(sandboxed).Arguments, "--permission-mode"));
    }

    [Fact]
    public void A_prompt_too_long_for_an_argument_goes_through_a_file()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive, new string('x', 100_001)));
        var file = Assert.Single(launch.Files);
        Assert.Equal(("/home/dev/state/1/prompt/task.md", 100_001), (file.Path, file.Content.Length));
        Assert.Equal("/home/dev/state/1/prompt", After(launch.Arguments, "--add-dir"));
        Assert.Contains(file.Path, launch.Arguments[^1]);
        Assert.All(launch.Arguments, argument => Assert.True(argument.Length < 100_000));
    }

    [Fact]
    public void The_environment_does_not_make_it_believe_it_is_nested()
    {
        var environment = _launch.Prepare(Fixtures.Request(AgentMode.Headless)).Environment;
        Assert.Equal("1", environment["DISABLE_AUTOUPDATER"]);
        Assert.Null(environment["CLAUDECODE"]);
    }

    private static LaunchRequest Autonomous(AgentMode mode) => Fixtures.Request(mode) with { Permissions = PermissionMode.Autonomous };

    private static string After(IReadOnlyList<string> arguments, string option) =>
        arguments[arguments.ToList().IndexOf(option) + 1];
}
