using System.Text;
using Orchtui.Agents;
using Orchtui.Plugins.Codex;
using Orchtui.TestKit;

namespace Orchtui.Codex.Tests;

public sealed class CodexLaunchTests : IDisposable
{
    private const string Session = "01a1f993-feaa-7291-909b-238805ff347b";

    private readonly CodexLaunch _launch = new(Fixtures.Data);
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_headless_launch_gives_the_prompt_on_standard_input_and_can_ask_nobody()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Headless, "--do it\n'now'"));
        Assert.Equal(
            [
                "/usr/bin/codex", "exec", "--json", "--skip-git-repo-check", "-s", "workspace-write", "-c", "analytics.enabled=false",
                "-c", "check_for_update_on_startup=false", "-c", "sandbox_workspace_write.network_access=true", "-",
            ],
            launch.Arguments);
        Assert.Equal("--do it\n'now'", launch.StandardInput);
        Assert.Null(launch.SessionId);
        Assert.Empty(launch.Files);
    }

    [Fact]
    public void An_interactive_launch_starts_no_daemon_asks_on_request_and_ends_with_the_prompt_however_it_begins()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive, "-p is a prompt"));
        Assert.Equal(["/usr/bin/codex", "--no-daemon", "-a", "on-request", "-s", "workspace-write"], launch.Arguments.Take(6));
        Assert.Equal(["--", "-p is a prompt"], launch.Arguments.TakeLast(2));
        Assert.Equal("", launch.StandardInput);
    }

    [Theory]
    [InlineData(AgentMode.Interactive)]
    [InlineData(AgentMode.Headless)]
    public void Nothing_is_declared_trusted(AgentMode mode)
    {
        var launch = _launch.Prepare(Fixtures.Request(mode) with { Permissions = PermissionMode.Autonomous });
        Assert.DoesNotContain(launch.Arguments, argument => argument.Contains("trust", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(AgentMode.Headless, "resume " + Session + " -")]
    [InlineData(AgentMode.Interactive, "resume --include-non-interactive " + Session)]
    public void A_resume_names_the_session_after_all_options(AgentMode mode, string end)
    {
        var prompt = mode == AgentMode.Headless ? "Go on" : "";
        var launch = _launch.Prepare(Fixtures.Request(mode, prompt) with { Resume = true, SessionId = Session, Model = "gpt-5.5" });
        Assert.EndsWith($" {end}", string.Join(' ', launch.Arguments));
        Assert.Equal(Session, launch.SessionId);
        Assert.Equal(prompt, launch.StandardInput);
    }

    [Fact]
    public void Model_effort_and_rules_of_the_house_are_passed_on()
    {
        var request = Fixtures.Request(AgentMode.Headless) with { Model = "gpt-5.5", Effort = "high", SystemPrompt = "Be \"brief\".\n\\o/\u0001" };
        var arguments = _launch.Prepare(request).Arguments;
        Assert.Contains("-m gpt-5.5", string.Join(' ', arguments));
        Assert.Contains("model_reasoning_effort=\"high\"", arguments);
        Assert.Contains("developer_instructions=\"Be \\\"brief\\\".\\n\\\\o/\\u0001\"", arguments);
    }

    [Theory]
    [InlineData("full-auto", "-s workspace-write", true)]
    [InlineData("workspace-write", "-s workspace-write", false)]
    [InlineData("danger-full-access", "-s danger-full-access", false)]
    [InlineData("none", "--dangerously-bypass-approvals-and-sandbox", false)]
    public void The_sandbox_is_the_configured_one(string sandbox, string flags, bool hasNetwork)
    {
        var settings = new Dictionary<string, string> { ["sandbox"] = sandbox };
        var line = string.Join(' ', _launch.Prepare(Fixtures.Request(AgentMode.Headless) with { Settings = settings }).Arguments);
        Assert.Contains($" {flags} ", line);
        Assert.Equal(hasNetwork, line.Contains("network_access=true", StringComparison.Ordinal));
    }

    [Fact]
    public void The_environment_chooses_the_sandbox_before_the_configuration_does()
    {
        var request = Fixtures.Request(AgentMode.Headless) with
        {
            Settings = new Dictionary<string, string> { ["sandbox"] = "workspace-write" },
            Environment = new Dictionary<string, string> { ["CODEX_SANDBOX"] = "danger-full-access" },
        };
        var launch = _launch.Prepare(request);
        Assert.Contains("danger-full-access", launch.Arguments);
        Assert.Null(launch.Environment["CODEX_SANDBOX"]);
    }

    [Fact]
    public void Without_any_sandbox_there_is_no_approval_to_choose()
    {
        var settings = new Dictionary<string, string> { ["sandbox"] = "none" };
        Assert.DoesNotContain("-a", _launch.Prepare(Fixtures.Request(AgentMode.Interactive) with { Settings = settings }).Arguments);
    }

    [Fact]
    public void An_unknown_sandbox_is_named_with_those_there_are()
    {
        var settings = new Dictionary<string, string> { ["sandbox"] = "locked" };
        var error = Assert.Throws<InvalidOperationException>(() => _launch.Prepare(Fixtures.Request(AgentMode.Headless) with { Settings = settings }));
        Assert.Contains("'locked'", error.Message);
        Assert.Contains("danger-full-access", error.Message);
    }

    [Fact]
    public void Autonomy_asks_nothing() => Assert.Contains(
        "-a never",
        string.Join(' ', _launch.Prepare(Fixtures.Request(AgentMode.Interactive) with { Permissions = PermissionMode.Autonomous }).Arguments));

    [Fact]
    public void The_folders_that_a_commit_writes_into_are_writable_and_the_rest_of_the_checkout_is_not()
    {
        var git = _directory["main/.git"];
        _directory.Write("main/.git/worktrees/one/commondir", "../..\n");
        _directory.Write("tree/.git", $"gitdir: {git}/worktrees/one\n");
        var request = Fixtures.Request(AgentMode.Interactive) with { Worktree = _directory["tree"], Repository = _directory["main"] };
        Assert.Contains(
            $"""sandbox_workspace_write.writable_roots=["{git}/worktrees/one","{git}/objects","{git}/refs","{git}/logs"]""",
            _launch.Prepare(request).Arguments);
    }

    [Theory]
    [InlineData("/tmp/repo", "/home/x", null, true, false)]
    [InlineData("/home/x", "/tmp/repo", "/tmp", true, true)]
    [InlineData("/var/t/x", "/home/x", "/var/t/", false, true)]
    [InlineData("/tmpfiles/x", "/home/x", "/ho", false, false)]
    public void A_checkout_in_a_temporary_folder_does_not_lie_open(
        string worktree, string repository, string? temporary, bool excludesTmp, bool excludesVariable)
    {
        var environment = temporary is null ? [] : new Dictionary<string, string> { ["TMPDIR"] = temporary };
        var request = Fixtures.Request(AgentMode.Headless) with { Worktree = worktree, Repository = repository, Environment = environment };
        var arguments = _launch.Prepare(request).Arguments;
        Assert.Equal(excludesTmp, arguments.Contains("sandbox_workspace_write.exclude_slash_tmp=true"));
        Assert.Equal(excludesVariable, arguments.Contains("sandbox_workspace_write.exclude_tmpdir_env_var=true"));
    }

    [Fact]
    public void A_prompt_too_long_for_an_argument_goes_through_a_file()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive, new string('x', 100_001)));
        var file = launch.Files[0];
        Assert.Equal(("/home/dev/state/1/prompt/task.md", 100_001), (file.Path, file.Content.Length));
        Assert.Contains(file.Path, launch.Arguments[^1]);
        Assert.All(launch.Arguments, argument => Assert.True(argument.Length < 100_000));
    }

    [Theory]
    [InlineData(null, "/home/dev/.codex")]
    [InlineData("/srv/codex", "/srv/codex")]
    public void The_observer_is_told_where_conversations_are_kept(string? home, string expected)
    {
        var environment = new Dictionary<string, string> { ["HOME"] = "/home/dev", ["TZ"] = "UTC" };
        if (home is not null) environment["CODEX_HOME"] = home;
        var file = Assert.Single(_launch.Prepare(Fixtures.Request(AgentMode.Interactive) with { Environment = environment }).Files);
        Assert.Equal("/home/dev/state/1/events/0-launch.json", file.Path);
        Assert.Equal(new LaunchNote(expected, "UTC"), LaunchNote.Read(Encoding.UTF8.GetBytes(file.Content)));
    }

    public void Dispose() => _directory.Dispose();
}
