using Orchtui.Agents;

namespace Orchtui.Orchestration.Engine;

/// <summary>
/// What an interactive attempt used: agents tell what each conversation has used from its beginning on, so what earlier attempts of the
/// task used in the same ones is taken off.
/// </summary>
internal sealed class ConversationUsage
{
    private readonly Dictionary<string, (AgentUsage Earlier, AgentUsage Now)> _conversations = new(StringComparer.Ordinal);

    public bool Knows(string session) => _conversations.ContainsKey(session);

    /// <summary>Begins to count a conversation.</summary>
    /// <param name="session">Its id.</param>
    /// <param name="earlier">What earlier attempts used in it.</param>
    public void Begin(string session, AgentUsage earlier) => _conversations[session] = (earlier, earlier);

    /// <summary>Takes in what a conversation has used by now.</summary>
    public void Take(string session, AgentUsage now) => _conversations[session] = (_conversations[session].Earlier, now);

    /// <summary>What this attempt used in all of its conversations.</summary>
    public AgentUsage Total
    {
        get
        {
            var total = new AgentUsage(0, 0, null);
            foreach (var (earlier, now) in _conversations.Values)
                total = new AgentUsage(
                    total.InputTokens + Math.Max(0, now.InputTokens - earlier.InputTokens),
                    total.OutputTokens + Math.Max(0, now.OutputTokens - earlier.OutputTokens),
                    now.CostUsd is { } cost ? (total.CostUsd ?? 0) + Math.Max(0, cost - (earlier.CostUsd ?? 0)) : total.CostUsd);
            return total;
        }
    }
}
