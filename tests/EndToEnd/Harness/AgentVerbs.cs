using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>What agents do, as a script looks at it.</summary>
internal static class AgentVerbs
{
    /// <summary>A real agent takes seconds to start, and longer on a machine with much to do.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>Waits until the agent of a task is said to be in a state, and returns all that is told of it.</summary>
    public static async Task<JsonNode> WaitForStateAsync(this OrchtuiHome home, string task, string state)
    {
        var last = "";
        JsonNode? told = null;
        await Eventually.TrueAsync(
            $"task {task} is said to be {state}",
            async () =>
            {
                var explained = await home.RunAsync("agent", "explain", task, "--json");
                last = explained.Output + explained.Error;
                return explained.ExitCode == 0 && (told = explained.Json).Text("state") == state;
            },
            Limit,
            () => last);
        return told!;
    }
}
