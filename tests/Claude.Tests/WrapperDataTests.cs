using Orchtui.Agents;
using Orchtui.Plugins;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

/// <summary>The wrappers differ from Claude Code by their data files alone.</summary>
public sealed class WrapperDataTests
{
    [Theory]
    [InlineData("kimi", "Kimi")]
    [InlineData("minimax", "MiniMax")]
    public void A_wrapper_has_its_own_name_and_program(string id, string name)
    {
        var data = Load(id);
        Assert.Equal((id, name, id), (data.Id, data.DisplayName, data.Binaries[0]));
        Assert.Contains("ANTHROPIC_BASE_URL", data.InstallAdvice);
        Assert.InRange(PatternSearch.BuildAll(data), 5, 1000);
    }

    [Theory]
    [InlineData("kimi")]
    [InlineData("minimax")]
    public void The_key_of_another_service_is_not_handed_to_it(string id)
    {
        var environment = new CliLaunch(Load(id), isRoot: false).Prepare(Fixtures.Request(AgentMode.Headless)).Environment;
        foreach (var name in Fixtures.Data.Credentials.Variables)
            Assert.True(environment.TryGetValue(name, out var value) && value is null, $"{name} is passed on");
    }

    [Theory]
    [InlineData("kimi", "KIMI_API_KEY")]
    [InlineData("minimax", "MINIMAX_API_KEY")]
    public void A_wrapper_may_bring_its_own_key_so_that_it_is_never_said_to_be_signed_out(string id, string variable)
    {
        var places = Load(id).Credentials;
        Assert.Equal(SignInState.NotKnown, SignInSearch.Find(places, new Dictionary<string, string> { ["HOME"] = "/nonexistent" }).State);
        Assert.Equal(SignInState.SignedIn, SignInSearch.Find(places, new Dictionary<string, string> { [variable] = "x" }).State);
    }

    [RequiresTheory("shared")]
    [InlineData("kimi")]
    [InlineData("minimax")]
    public void The_recordings_read_the_same_through_a_wrapper(string id)
    {
        var data = Load(id);
        foreach (var row in CliStreamTests.Recordings())
        {
            var stream = new CliStream(data, new ManualTime());
            foreach (var line in File.ReadLines(Fixtures.Recording($"claude-headless-{row[0]}.jsonl"))) stream.Read(line);
            Assert.Equal((AgentErrorClass)row[2], stream.Finish((int)row[1], "").ErrorClass);
        }
    }

    private static CliData Load(string id) => CliData.Load(Path.Combine(AppContext.BaseDirectory, "Wrappers"), $"{id}.json");
}
