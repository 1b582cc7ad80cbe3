using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tests.Fakes;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Agents;

public sealed class AgentChoiceTests
{
    private readonly ManualTime _time = new();
    private readonly AgentRegistry _registry;
    private readonly AgentChoice _choice;
    private readonly FakeAgent _claude = new("claude");
    private readonly FakeAgent _codex = new("codex");

    public AgentChoiceTests()
    {
        _registry = new AgentRegistry(_time);
        _choice = new AgentChoice(_registry);
        _registry.Add(new FakeAgent("demo"));
        _registry.Add(_codex);
        _registry.Add(_claude);
    }

    [Fact]
    public async Task Ruling_16_several_installed_agents_take_turns_and_demo_never_does()
    {
        var chosen = new List<string>();
        for (var i = 0; i < 4; i++) chosen.Add(Value(await _choice.ChooseAsync("/bin")));

        Assert.Equal(["claude", "codex", "claude", "codex"], chosen);
    }

    [Fact]
    public async Task Ruling_16_the_only_installed_agent_is_chosen_every_time()
    {
        _claude.Installed = false;

        Assert.Equal(["codex", "codex"], new[] { Value(await _choice.ChooseAsync("/bin")), Value(await _choice.ChooseAsync("/bin")) });
    }

    [Fact]
    public async Task Ruling_16_with_none_installed_demo_is_still_not_chosen()
    {
        _claude.Installed = _codex.Installed = false;

        var chosen = await _choice.ChooseAsync("/bin");

        Assert.StartsWith("No agent is installed. Known agents: claude, codex, demo.", Assert.IsType<Refused>(chosen.Problem).Message);
    }

    [Fact]
    public void Ruling_14_any_loaded_agent_is_a_valid_name()
    {
        Assert.Null(_choice.CheckName("demo"));
        Assert.Equal("There is no agent named gpt. Known agents: claude, codex, demo.", _choice.CheckName("gpt")!.Message);
    }

    [Fact]
    public async Task A_look_at_the_machine_is_believed_for_a_while_per_search_path()
    {
        await _registry.ProbeAsync("claude", "/bin");
        await _registry.ProbeAsync("claude", "/bin");
        Assert.Equal(1, _claude.Probes);

        await _registry.ProbeAsync("claude", "/opt");
        await _registry.ProbeAsync("claude", "/bin", fresh: true);
        Assert.Equal(3, _claude.Probes);

        _time.Advance(AgentRegistry.AvailabilityLifetime);
        Assert.Null(_registry.Peek("claude", "/bin"));
    }

    [Fact]
    public void A_second_agent_of_the_same_name_is_refused_and_the_first_stays()
    {
        Assert.False(_registry.Add(new FakeAgent("claude")));
        Assert.Same(_claude, _registry.Find("claude"));
    }

    [Fact]
    public async Task A_removed_agent_is_unknown_and_what_was_seen_of_it_is_forgotten()
    {
        await _registry.ProbeAsync("claude", "/bin");
        var changes = 0;
        _registry.Changed += () => changes++;

        Assert.True(_registry.Remove("claude"));

        Assert.Equal((1, null, null), (changes, _registry.Find("claude"), _registry.Peek("claude", "/bin")));
        Assert.Contains("No loaded plugin", (await _registry.ProbeAsync("claude", "/bin")).Advice);
    }

    [Fact]
    public async Task A_provider_that_throws_or_hangs_costs_its_own_agent_only()
    {
        _registry.Add(new Faulty("broken", _ => throw new InvalidOperationException("oops")));
        _registry.Add(new Faulty("hanging", _ => new TaskCompletionSource<AgentAvailability>().Task));

        var broken = await _registry.ProbeAsync("broken", "/bin");
        var hanging = _registry.ProbeAsync("hanging", "/bin");
        _time.Advance(AgentRegistry.ProbeDeadline);

        Assert.Equal((false, "The plugin of broken failed while looking for it: oops"), (broken.Installed, broken.Advice));
        Assert.Equal("Looking for hanging took longer than 10 seconds.", (await hanging).Advice);
    }

    private sealed class Faulty(string id, Func<string, Task<AgentAvailability>> probe) : IAgentProvider
    {
        public AgentProfile Profile { get; } = new() { Id = id, DisplayName = id, Modes = [AgentMode.Headless] };

        public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation) => probe(searchPath);

        public AgentLaunch PrepareLaunch(LaunchRequest request) => throw new NotSupportedException();

        public IAgentStream OpenStream() => throw new NotSupportedException();

        public IAgentObserver OpenObserver() => throw new NotSupportedException();
    }
}
