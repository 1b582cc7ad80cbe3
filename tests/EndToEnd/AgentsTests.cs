using System.Text.Json.Nodes;
using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

public sealed class AgentsTests : EndToEndTest
{
    [Fact]
    public async Task Missing_agents_say_how_to_get_them_and_the_demo_needs_nothing()
    {
        Home.Environment["PATH"] = "/usr/bin:/bin";
        var agents = await ListAsync();
        Assert.Equal((true, true, "needs no account"), (Flag(agents, "demo", "installed"), Flag(agents, "demo", "signed_in"), Field(agents, "demo", "sign_in")));
        Assert.Contains("npm install", Field(agents, "claude", "advice"));
        Assert.Contains("ANTHROPIC_BASE_URL", Field(agents, "kimi", "advice"));
        Assert.Contains("ANTHROPIC_BASE_URL", Field(agents, "minimax", "advice"));
        Assert.Equal((false, false), (Flag(agents, "claude", "installed"), Flag(agents, "claude", "signed_in")));
        Assert.Null(agents.Single(agent => agent.Text("id") == "kimi")["signed_in"]);

        var table = (await Home.RunAsync("agents")).Succeeded().Output;
        Assert.Contains("npm install -g @anthropic-ai/claude-code", table);
        Assert.Contains("not known", table);
    }

    [ClaudeFact]
    public async Task Installed_agent_is_told_with_version_and_sign_in_and_without_its_secret()
    {
        const string Secret = "sk-nobody-may-see-this";
        Home.Environment["PATH"] = $"{Path.GetDirectoryName(AgentPrograms.Claude)}:/usr/bin:/bin";
        Home.Environment["ANTHROPIC_API_KEY"] = Secret;
        var withoutHost = (await Home.RunAsync("doctor")).Output;
        var agents = await ListAsync();
        Assert.Equal((true, true, true), (Flag(agents, "claude", "installed"), Flag(agents, "claude", "checked"), Flag(agents, "claude", "signed_in")));
        Assert.Equal(("2.1.197", "ANTHROPIC_API_KEY is set"), (Field(agents, "claude", "version"), Field(agents, "claude", "sign_in")));

        var withHost = (await Home.RunAsync("doctor")).Output;
        const string Line = "agent claude +2\\.1\\.197, checked; signed in \\(ANTHROPIC_API_KEY is set\\)";
        Assert.Matches(Line, withoutHost);
        Assert.Matches(Line, withHost);
        Assert.DoesNotContain(Secret, withoutHost + withHost + string.Concat(agents.Select(agent => agent.ToJsonString())));
    }

    [OpenCodeFact]
    public async Task Files_of_accounts_are_told_by_name_and_never_by_content()
    {
        Home.Environment["PATH"] = $"{Path.GetDirectoryName(AgentPrograms.Codex)}:{Path.GetDirectoryName(AgentPrograms.OpenCode)}:/usr/bin:/bin";
        var (codex, opencode) = (Path.Combine(Home.UserHome, ".codex", "auth.json"), Path.Combine(Home.UserHome, ".local/share/opencode/auth.json"));
        foreach (var file in new[] { codex, opencode })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "sk-nobody-may-see-this");
        }

        var agents = await ListAsync();
        Assert.Equal(($"{codex} exists", $"{opencode} exists"), (Field(agents, "codex", "sign_in"), Field(agents, "opencode", "sign_in")));
        var doctor = (await Home.RunAsync("doctor")).Output;
        Assert.Matches("agent codex +0\\.169\\.0, checked; signed in", doctor);
        Assert.Matches("agent opencode +1\\.18\\.33, checked; signed in", doctor);
        Assert.DoesNotContain("sk-nobody", doctor + string.Concat(agents.Select(agent => agent.ToJsonString())));
    }

    private async Task<IReadOnlyList<JsonNode>> ListAsync() =>
        [.. (await Home.RunAsync("agents", "--json")).Succeeded().Json.AsArray().Select(agent => agent!)];

    private static bool Flag(IEnumerable<JsonNode> agents, string id, string field) => agents.Single(agent => agent.Text("id") == id)[field]!.GetValue<bool>();

    private static string Field(IEnumerable<JsonNode> agents, string id, string field) => agents.Single(agent => agent.Text("id") == id).Text(field);
}
