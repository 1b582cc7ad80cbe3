using Orchtui.Agents;

namespace Orchtui.Host.Plugins;

/// <summary>An observer of a plugin: when it fails there is no reading, and the state falls back on weaker evidence.</summary>
internal sealed class GuardedAgentObserver(GuardedAgentProvider agent, PluginCalls calls) : IAgentObserver
{
    public AgentReading? OnEvent(ReadOnlyMemory<byte> payload) => Read("an event", inner => inner.OnEvent(payload));

    public AgentReading? OnTitle(string title) => Read("the title", inner => inner.OnTitle(title));

    public AgentReading? OnProgramStatus(AgentReading reading) => Read("the program status", inner => inner.OnProgramStatus(reading));

    public AgentReading? OnScreen(IReadOnlyList<string> rows) => Read("the screen", inner => inner.OnScreen(rows));

    private AgentReading? Read(string what, Func<IAgentObserver, AgentReading?> read)
    {
        if (agent.Opened<IAgentObserver>(this) is not { } inner) return null;
        return HostCopy.Of(calls.Run($"reading {what} of {agent.Profile.Id}", calls.Deadlines.Observe, () => read(inner)).Value);
    }
}
