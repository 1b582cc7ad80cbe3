namespace Orchtui.Constraints;

/// <summary>
/// Says whether a condition of the machine or its surroundings holds: power, network, load, working hours, a budget. Asked before a task
/// starts by itself; what a person starts by hand is not asked about. Members are thread-safe.
/// </summary>
public interface IConstraintChecker
{
    /// <summary>What is always true of it. Read once, at registration.</summary>
    ConstraintProfile Profile { get; }

    /// <summary>Looks whether the condition holds now. Changes nothing.</summary>
    /// <param name="request">What the configuration says of it.</param>
    /// <param name="cancellation">Ends the look; the host's deadline is two seconds. A look that is late counts as not satisfied.</param>
    /// <returns>
    /// The verdict. What cannot be determined is the checker's own decision, and the reason says so. The host may believe a verdict for
    /// up to ten seconds instead of asking again.
    /// </returns>
    /// <exception cref="Plugins.PluginUnavailableException">It cannot look now; counts as not satisfied.</exception>
    Task<ConstraintVerdict> CheckAsync(ConstraintRequest request, CancellationToken cancellation);
}

/// <summary>What is always true of a constraint.</summary>
public sealed record ConstraintProfile
{
    /// <summary>The name that configurations use, such as <c>plugged_in</c>.</summary>
    /// <value>Form: <c>[a-z][a-z0-9_-]*</c>, at most 32 characters.</value>
    public required string Name { get; init; }

    /// <summary>What must hold, as one line for a person: <c>The machine runs on external power</c>.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// Whether it is asked before every automatic start as soon as its plugin is loaded. Otherwise only where a configuration names it.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AskedByDefault { get; init; }
}

/// <summary>One look that is asked for.</summary>
public sealed record ConstraintRequest
{
    /// <summary>
    /// What the configuration says of the constraint beyond its name, by key (<c>threshold</c>, <c>idle_min_sec</c>, <c>strict</c>), as it
    /// is written there. A missing key means the checker's own default; keys it does not know are no concern of it.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>Whether a condition holds.</summary>
/// <param name="Satisfied">It holds.</param>
/// <param name="Reason">Why not, or why, in words for a person: <c>on battery since 21:40</c>. Shown as what a task waits for.</param>
public sealed record ConstraintVerdict(bool Satisfied, string Reason)
{
    /// <summary>The value that was read, such as <c>cpu 93 %</c>; empty when there is none.</summary>
    public string Reading { get; init; } = "";

    /// <summary>When it may hold, as a prediction for people; null when nobody knows.</summary>
    public DateTimeOffset? Until { get; init; }
}
