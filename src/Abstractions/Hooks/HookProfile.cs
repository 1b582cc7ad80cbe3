namespace Orchtui.Hooks;

/// <summary>What is always true of a hook.</summary>
public sealed record HookProfile
{
    /// <summary>The name people see where it refuses something.</summary>
    /// <value>Form: <c>[a-z][a-z0-9_-]*</c>, at most 32 characters.</value>
    public required string Name { get; init; }

    /// <summary>Whether it is asked before each start (<see cref="ITaskHook.BeforeStartAsync"/>).</summary>
    /// <value>Default: false.</value>
    public bool GuardsStarts { get; init; }
}

/// <summary>An attempt that is about to start.</summary>
/// <param name="Task">The task, in progress, with worktree and branch.</param>
/// <param name="Attempt">Which try it is, from 1.</param>
public sealed record TaskStart(Tasks.TaskInfo Task, int Attempt);

/// <summary>Whether an attempt may start.</summary>
/// <param name="Allowed">It may.</param>
/// <param name="Reason">Why not, and what to do; empty when it may.</param>
public sealed record HookVerdict(bool Allowed, string Reason)
{
    /// <summary>It may start.</summary>
    public static HookVerdict Go { get; } = new(true, "");

    /// <summary>It may not.</summary>
    /// <param name="reason">Why not, and what to do.</param>
    /// <returns>The verdict.</returns>
    public static HookVerdict Refuse(string reason) => new(false, reason);
}
