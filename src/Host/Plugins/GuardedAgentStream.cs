using Orchtui.Agents;

namespace Orchtui.Host.Plugins;

/// <summary>A stream of a plugin: what fails in it costs the plugin, and the run ends with a result that says so.</summary>
internal sealed class GuardedAgentStream(GuardedAgentProvider agent, PluginCalls calls) : IAgentStream
{
    public IReadOnlyList<AgentUpdate> Read(string line)
    {
        if (agent.Opened<IAgentStream>(this) is not { } inner) return [];
        var outcome = calls.Run($"reading the output of {agent.Profile.Id}", calls.Deadlines.Call, () => HostCopy.Of(inner.Read(line)));
        return outcome.Value ?? [];
    }

    public AgentRunResult Finish(int exitCode, string standardErrorTail)
    {
        if (agent.Opened<IAgentStream>(this) is not { } inner) return Unread("its plugin is not available");
        var outcome = calls.Run($"summing up {agent.Profile.Id}", calls.Deadlines.Call, () => inner.Finish(exitCode, standardErrorTail));
        return outcome.Value ?? Unread(outcome.Failure ?? "its plugin gave no result");
    }

    private AgentRunResult Unread(string why) =>
        new() { Succeeded = false, Text = $"the result of {agent.Profile.Id} is unknown: {why}", ErrorClass = AgentErrorClass.Unknown };
}
