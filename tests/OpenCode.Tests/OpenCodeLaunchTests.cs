using System.Text.Json.Nodes;
using Orchtui.Agents;
using Orchtui.Plugins.OpenCode;

namespace Orchtui.OpenCode.Tests;

public sealed class OpenCodeLaunchTests
{
    private readonly OpenCodeLaunch _launch = new(Fixtures.Data);

    [Fact]
    public void An_interactive_run_serves_on_its_port_behind_its_password()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive, "-v is a flag? 'no'") with { Model = "a/b" });
        Assert.Equal(
            ["/usr/bin/opencode", "--model", "a/b", "--hostname", "127.0.0.1", "--port", "4711", "--prompt=-v is a flag? 'no'"], launch.Arguments);
        Assert.Equal("secret", launch.Environment["OPENCODE_SERVER_PASSWORD"]);
        Assert.DoesNotContain(launch.Arguments, argument => argument.Contains("secret"));
    }

    [Theory]
    [InlineData("/usr/bin/zsh", "zsh", "exec '/usr/bin/zsh' \"$@\"")]
    [InlineData("/usr/bin/fish", null, " \"$@\"")]
    [InlineData(null, null, " \"$@\"")]
    public void Commands_of_an_interactive_run_do_not_inherit_the_password(string? users, string? name, string last)
    {
        var environment = new Dictionary<string, string>();
        if (users is not null) environment["SHELL"] = users;
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive) with { Environment = environment });
        var shell = Assert.Single(launch.Files);
        Assert.True(shell.Executable);
        Assert.StartsWith("#!/bin/sh\nunset OPENCODE_SERVER_PASSWORD\nexec '/", shell.Content);
        Assert.EndsWith($"{last}\n", shell.Content);
        if (name is null) Assert.Matches("^(bash|sh)$", Path.GetFileName(shell.Path));
        else Assert.Equal($"/home/dev/state/1/shell/{name}", shell.Path);
        Assert.Equal(shell.Path, (string?)JsonNode.Parse(launch.Environment["OPENCODE_CONFIG_CONTENT"]!)!["shell"]);
        Assert.Empty(_launch.Prepare(Fixtures.Request(AgentMode.Headless)).Files);
    }

    [Fact]
    public void A_headless_run_takes_its_prompt_from_its_input()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Headless) with { Effort = "high" });
        Assert.Equal(["/usr/bin/opencode", "run", "--format", "json"], launch.Arguments.Take(4));
        Assert.Equal(["--variant", "high"], launch.Arguments.TakeLast(2));
        Assert.Equal("Do it", launch.StandardInput);
        Assert.Null(launch.Environment["OPENCODE_SERVER_PASSWORD"]);
    }

    [Theory]
    [InlineData(AgentMode.Interactive)]
    [InlineData(AgentMode.Headless)]
    public void A_conversation_that_goes_on_is_named(AgentMode mode)
    {
        var launch = _launch.Prepare(Fixtures.Request(mode, "") with { Resume = true, SessionId = "ses_1" });
        Assert.Equal(["--session", "ses_1"], launch.Arguments.TakeLast(2));
        Assert.Equal("ses_1", launch.SessionId);
    }

    [Theory]
    [InlineData(AgentMode.Interactive, "ask")]
    [InlineData(AgentMode.Headless, "deny")]
    public void Supervised_edits_go_ahead_and_the_rest_is_asked_where_somebody_can_answer(AgentMode mode, string rest)
    {
        var rules = JsonNode.Parse(_launch.Prepare(Fixtures.Request(mode)).Environment["OPENCODE_PERMISSION"]!)!;
        Assert.Equal(("allow", rest, rest), ((string?)rules["edit"], (string?)rules["bash"], (string?)rules["external_directory"]));
    }

    [Fact]
    public void Autonomous_runs_ask_nothing_and_keep_what_the_user_denied()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Headless) with { Permissions = PermissionMode.Autonomous });
        Assert.Contains("--auto", launch.Arguments);
        Assert.False(launch.Environment.ContainsKey("OPENCODE_PERMISSION"));
    }

    [Fact]
    public void What_the_user_has_in_the_environment_is_kept()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive) with
        {
            SystemPrompt = "House rules",
            Effort = "high",
            Environment = new Dictionary<string, string>
            {
                ["OPENCODE_CONFIG_CONTENT"] = """{"model":"x/y","instructions":["mine.md"],"agent":{"build":{"temperature":0.5}} /* mine */ }""",
                ["OPENCODE_PERMISSION"] = """{"bash":{"git *":"allow"}}""",
            },
        });
        var content = JsonNode.Parse(launch.Environment["OPENCODE_CONFIG_CONTENT"]!)!;
        Assert.Equal("x/y", (string?)content["model"]);
        Assert.Equal(["mine.md", "/home/dev/state/1/prompt/instructions.md"], content["instructions"]!.AsArray().Select(item => (string?)item));
        Assert.Equal("""{"temperature":0.5,"variant":"high","model":"x/y"}""", content["agent"]!["build"]!.ToJsonString());
        var rules = JsonNode.Parse(launch.Environment["OPENCODE_PERMISSION"]!)!;
        Assert.Equal("allow", (string?)rules["bash"]!["git *"]);
        Assert.Equal("ask", (string?)rules["external_directory"]);
        Assert.Equal("House rules", Assert.Single(launch.Files, file => !file.Executable).Content);
    }

    [Fact]
    public void A_configuration_that_cannot_be_read_is_left_to_the_agent_to_complain_of()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive) with
        {
            SystemPrompt = "House rules",
            Environment = new Dictionary<string, string> { ["OPENCODE_CONFIG_CONTENT"] = "{broken", ["OPENCODE_PERMISSION"] = "{broken" },
        });
        Assert.False(launch.Environment.ContainsKey("OPENCODE_CONFIG_CONTENT"));
        Assert.False(launch.Environment.ContainsKey("OPENCODE_PERMISSION"));
    }

    [Fact]
    public void A_prompt_longer_than_an_argument_may_be_is_given_as_a_file()
    {
        var launch = _launch.Prepare(Fixtures.Request(AgentMode.Interactive, new string('x', 200_000)));
        var file = Assert.Single(launch.Files, file => !file.Executable);
        Assert.Equal(200_000, file.Content.Length);
        Assert.Contains(file.Path, launch.Arguments[^1]);
    }
}
