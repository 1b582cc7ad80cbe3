using Orchtui.Orchestration.Outcomes;
using static Orchtui.Orchestration.Tasks.TaskStatus;

namespace Orchtui.Orchestration.Tasks;

/// <summary>
/// The one place that knows which change of status is allowed and why. A table of arrows, not code: the engine, the store and every
/// surface ask here, and whatever is not in the table is refused as a value.
/// </summary>
public static class TaskMachine
{
    private static readonly TaskStatus[] Open = [New, Routed, InProgress, InReview, Blocked, NeedsReview];

    private static readonly (TransitionCause Cause, TaskStatus[] From, TaskStatus[] To)[] Arrows =
    [
        (TransitionCause.Routed, [New], [Routed]),
        (TransitionCause.Dispatched, [Routed], [InProgress]),
        (TransitionCause.TurnEnded, [InProgress], [InReview, Done]),
        (TransitionCause.RunFailed, [InProgress, Routed, New], [NeedsReview]),
        (TransitionCause.JobFailed, [InProgress], [Failed]),
        (TransitionCause.Interrupted, [InProgress], [Routed]),
        (TransitionCause.Stopped, [InProgress], [NeedsReview]),
        (TransitionCause.Blocked, [New, Routed, InProgress], [Blocked]),
        (TransitionCause.Unblocked, [Blocked], [New]),
        (TransitionCause.Reopened, [InReview, Done, NeedsReview], [InProgress]),
        (TransitionCause.ChangesRequested, [InReview], [Routed]),
        (TransitionCause.Rerouted, [InProgress], [New]),
        (TransitionCause.Retried, [InReview, Done, Blocked, NeedsReview, Failed, Cancelled], [New]),
        (TransitionCause.Landed, [InReview, NeedsReview], [Done]),
        (TransitionCause.Merged, [InReview, NeedsReview], [Done]),
        (TransitionCause.ReviewFailed, [InReview], [NeedsReview]),
        (TransitionCause.Discarded, [New, Routed, InReview, Done, Blocked, NeedsReview, Failed, Cancelled], [Cancelled]),
        (TransitionCause.Cancelled, Open, [Cancelled]),
        (TransitionCause.Closed, Open, [Done]),
    ];

    private static readonly HashSet<(TransitionCause, TaskStatus, TaskStatus)> Allowed =
        [.. from arrow in Arrows from source in arrow.From from target in arrow.To select (arrow.Cause, source, target)];

    /// <summary>Says whether a task may go from one status to another for that cause.</summary>
    /// <returns>Null when it may.</returns>
    public static TransitionRefused? Check(TaskId task, TaskStatus from, TaskStatus to, TransitionCause cause) =>
        Allowed.Contains((cause, from, to))
            ? null
            : new TransitionRefused(
                $"Task {task} is {SnakeCase.Text(from)}: it cannot become {SnakeCase.Text(to)} because it was {SnakeCase.Text(cause)}.");
}
