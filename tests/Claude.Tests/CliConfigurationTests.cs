using Orchtui.Agents;
using Orchtui.Plugins.ClaudeCompatible;

namespace Orchtui.Claude.Tests;

public sealed class CliConfigurationTests
{
    private readonly CliLaunch _launch = new(Fixtures.Data, isRoot: false);

    [Fact]
    public void Allowed_tools_edit_in_the_worktree_only_and_lower_case_words_are_commands() => Assert.Equal(
        [
            "Edit(//home/dev/worktrees/repo/one/**)", "Bash(npm test)", "Bash(npm test *)", "WebFetch(domain:a.example, b.example)",
            "mcp__files__read",
        ],
        Values(Prepare(("allowed_tools", "Edit, Write,npm test,\n WebFetch(domain:a.example, b.example) , mcp__files__read,")), "--allowedTools"));

    [Fact]
    public void Disallowed_tools_come_beside_the_guard_rails()
    {
        var denied = Values(Prepare(("disallowed_tools", "WebFetch,Bash(git push *)")), "--disallowedTools");
        Assert.Equal(["WebFetch", "Bash(git push *)"], denied.TakeLast(2));
        Assert.Contains("Edit(//home/dev/src/repo/**)", denied);
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("true", true)]
    [InlineData("perhaps", true)]
    public void The_guard_rails_can_be_taken_away(string sandbox, bool stand) =>
        Assert.Equal(stand, Prepare(("sandbox", sandbox)).Contains("--disallowedTools"));

    [Fact]
    public void No_guard_rail_covers_a_neighbour_with_the_same_beginning() =>
        Assert.All(Values(Prepare(), "--disallowedTools"), rule => Assert.DoesNotContain("/home/dev/src/repo*", rule));

    [Fact]
    public void Mode_and_budget_come_from_the_configuration_and_model_and_effort_with_the_request()
    {
        (string, string)[] settings = [("permission_mode", "plan"), ("fallback_model", "sonnet"), ("max_budget_usd", "2.5")];
        var arguments = Prepare(settings);
        Assert.Equal(["plan"], Values(arguments, "--permission-mode"));
        Assert.Equal(["sonnet"], Values(arguments, "--fallback-model"));
        Assert.Equal(["2.5"], Values(arguments, "--max-budget-usd"));

        var told = _launch.Prepare(Request(settings) with { Model = "haiku", Effort = "max" }).Arguments;
        Assert.Equal(["haiku"], Values(told, "--model"));
        Assert.Equal(["max"], Values(told, "--effort"));
        Assert.DoesNotContain("--max-budget-usd", _launch.Prepare(Request(settings) with { Mode = AgentMode.Interactive }).Arguments);
    }

    [Fact]
    public void Keys_of_others_are_no_concern() =>
        Assert.Equal(Prepare(), Prepare(("colour", "red"), ("allowed_tools", "  ")));

    private IReadOnlyList<string> Prepare(params (string Key, string Value)[] settings) => _launch.Prepare(Request(settings)).Arguments;

    private static LaunchRequest Request((string Key, string Value)[] settings) => Fixtures.Request(AgentMode.Headless) with
    {
        Settings = settings.ToDictionary(pair => pair.Key, pair => pair.Value),
    };

    private static IEnumerable<string> Values(IReadOnlyList<string> arguments, string option) =>
        arguments.SkipWhile(argument => argument != option).Skip(1).TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal));
}
