using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>Adds up what the steps of a run used. The CLI counts cached input and reasoning apart from input and output.</summary>
internal static class OpenCodeUsage
{
    public static AgentUsage Add(AgentUsage? before, JsonElement step)
    {
        var tokens = step.Member("tokens") ?? default;
        var cache = tokens.Member("cache") ?? default;
        var input = tokens.Count("input") + cache.Count("read") + cache.Count("write");
        var output = tokens.Count("output") + tokens.Count("reasoning");
        // Nothing is what it says of a model whose price it does not know.
        var cost = step.Number("cost") is { } dollars and > 0 and < 1_000_000 ? (decimal?)dollars : null;
        return new AgentUsage(
            (before?.InputTokens ?? 0) + input,
            (before?.OutputTokens ?? 0) + output,
            before?.CostUsd is null ? cost : before.CostUsd + (cost ?? 0));
    }
}
