using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Tests.Fakes;
using Orchtui.Orchestration.Worktrees;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class TaskEngineServerTests
{
    [Theory]
    [InlineData(AgentMode.Interactive, true)]
    [InlineData(AgentMode.Headless, false)]
    public async Task An_interactive_agent_with_a_server_is_given_a_port_that_the_next_host_finds(AgentMode mode, bool serves)
    {
        await using var fixture = await StartAsync();
        var profile = new AgentProfile { Id = "served", DisplayName = "Served", Modes = [mode], HasServer = true };
        var agent = new FakeAgent("served") { Profile = profile };
        fixture.Registry.Add(agent);

        var task = Value(await fixture.Engine.AddAsync(new NewTask { Title = "Serve", Project = fixture.Repository.Path, Agent = "served", Mode = mode }));
        await fixture.StartedAsync(task.Id);

        var server = agent.Requests.Single().Server;
        Assert.Equal(serves, server is not null);
        var kept = AgentServers.Read(new HomeLayout(fixture.Options.Home).AttemptDirectory(new AttemptId(task.Id, 1)));
        Assert.Equal(server, kept?.Server);
    }
}
