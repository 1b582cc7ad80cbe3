using System.Globalization;

namespace Orchtui.TestKit;

/// <summary>What an agent did from a moment on: seconds since the run began, and the state as the command line names it.</summary>
public readonly record struct StateSpan(double From, string State)
{
    /// <summary>Reads <c>0 starting 0.6 idle</c>.</summary>
    public static IReadOnlyList<StateSpan> Parse(IEnumerable<string> words) =>
        [.. words.Chunk(2).Select(pair => new StateSpan(double.Parse(pair[0], CultureInfo.InvariantCulture), pair[1]))];

    /// <summary>The state at a moment; unknown before the first.</summary>
    public static string At(IReadOnlyList<StateSpan> spans, double second) => spans.LastOrDefault(span => span.From <= second, new StateSpan(0, "unknown")).State;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:0.0} {State}");
}
