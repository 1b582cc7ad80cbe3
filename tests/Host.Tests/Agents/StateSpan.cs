using System.Globalization;
using Orchtui.Agents;

namespace Orchtui.Host.Tests.Agents;

/// <summary>What an agent did from a moment on; seconds since the run began.</summary>
internal readonly record struct StateSpan(double From, AgentActivity Activity)
{
    /// <summary>Reads <c>0 Starting 0.6 Idle</c>.</summary>
    public static IReadOnlyList<StateSpan> Parse(IEnumerable<string> words) =>
        [.. words.Chunk(2).Select(pair => new StateSpan(double.Parse(pair[0], CultureInfo.InvariantCulture), Enum.Parse<AgentActivity>(pair[1])))];

    public static AgentActivity At(IReadOnlyList<StateSpan> spans, double second) =>
        spans.LastOrDefault(span => span.From <= second, new StateSpan(0, AgentActivity.Unknown)).Activity;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:0.0} {Activity.ToString().ToLowerInvariant()}");
}
