using Orchtui.Agents;
using Orchtui.Backends;
using Orchtui.Decisions;

namespace Orchtui.Host.Plugins;

/// <summary>
/// Copies what a plugin hands out into objects of the host's own. A list or dictionary that a plugin made may be of a type of its
/// assembly (the compiler emits some for collection expressions) and would hold the plugin in memory as long as the host holds it.
/// </summary>
internal static class HostCopy
{
    public static AgentProfile Of(AgentProfile profile) => profile with { Modes = [.. profile.Modes] };

    public static AgentLaunch Of(AgentLaunch launch) => launch with
    {
        Arguments = [.. launch.Arguments],
        Environment = new Dictionary<string, string?>(launch.Environment),
        Files = [.. launch.Files],
    };

    public static AgentReading? Of(AgentReading? reading) => reading?.State.Question is { } question
        ? reading with { State = reading.State with { Question = Of(question) } }
        : reading;

    public static AgentQuestion Of(AgentQuestion question) => question with
    {
        Options = [.. question.Options.Select(option => option with { Keys = [.. option.Keys] })],
        TextKeys = question.TextKeys is { } keys ? [.. keys] : null,
    };

    public static IReadOnlyList<AgentUpdate> Of(IReadOnlyList<AgentUpdate> updates) => [.. updates.Select(Of)];

    public static IReadOnlyList<ExternalTask> Of(IReadOnlyList<ExternalTask> tasks) => [.. tasks.Select(Of)];

    public static ExternalTask Of(ExternalTask task) => task with { Labels = [.. task.Labels], Url = Of(task.Url) };

    public static PullRequest Of(PullRequest request) => request with { Url = Of(request.Url) };

    public static Decision Of(Decision decision) => decision with { Metadata = new Dictionary<string, string>(decision.Metadata) };

    /// <summary>The type is not sealed.</summary>
    private static Uri? Of(Uri? address) => address is null ? null : new Uri(address.OriginalString, UriKind.RelativeOrAbsolute);

    private static AgentUpdate Of(AgentUpdate update) => update switch
    {
        ToolCallUpdate call => call with { Changes = [.. call.Changes] },
        AgentPlan plan => plan with { Entries = [.. plan.Entries] },
        _ => update,
    };
}
