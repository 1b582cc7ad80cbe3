using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>Reads what one request used: the service counts input that was cached, or is now, apart from the rest.</summary>
internal static class CliUsage
{
    public static AgentUsage Of(JsonElement usage) => new(
        usage.Count("input_tokens") + usage.Count("cache_creation_input_tokens") + usage.Count("cache_read_input_tokens"),
        usage.Count("output_tokens"),
        null);
}
