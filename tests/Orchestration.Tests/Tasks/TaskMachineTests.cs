using Orchtui.Orchestration.Tasks;
using static Orchtui.Orchestration.Tasks.TaskStatus;

namespace Orchtui.Orchestration.Tests.Tasks;

public sealed class TaskMachineTests
{
    private static readonly TaskId Task = new(7);

    [Theory]
    [InlineData(New, Routed, TransitionCause.Routed)]
    [InlineData(Routed, InProgress, TransitionCause.Dispatched)]
    [InlineData(InProgress, InReview, TransitionCause.TurnEnded)]
    [InlineData(InProgress, Done, TransitionCause.TurnEnded)]
    [InlineData(InProgress, NeedsReview, TransitionCause.RunFailed)]
    [InlineData(InProgress, Failed, TransitionCause.JobFailed)]
    [InlineData(InProgress, Routed, TransitionCause.Interrupted)]
    [InlineData(InProgress, NeedsReview, TransitionCause.Stopped)]
    [InlineData(InProgress, Blocked, TransitionCause.Blocked)]
    [InlineData(InProgress, New, TransitionCause.Rerouted)]
    [InlineData(Blocked, New, TransitionCause.Unblocked)]
    [InlineData(InReview, InProgress, TransitionCause.Reopened)]
    [InlineData(Done, InProgress, TransitionCause.Reopened)]
    [InlineData(NeedsReview, InProgress, TransitionCause.Reopened)]
    [InlineData(InReview, Routed, TransitionCause.ChangesRequested)]
    [InlineData(InReview, Done, TransitionCause.Landed)]
    [InlineData(InReview, Done, TransitionCause.Merged)]
    [InlineData(InReview, NeedsReview, TransitionCause.ReviewFailed)]
    [InlineData(NeedsReview, New, TransitionCause.Retried)]
    [InlineData(Blocked, New, TransitionCause.Retried)]
    [InlineData(Done, New, TransitionCause.Retried)]
    [InlineData(Cancelled, New, TransitionCause.Retried)]
    [InlineData(NeedsReview, Cancelled, TransitionCause.Discarded)]
    [InlineData(InProgress, Cancelled, TransitionCause.Cancelled)]
    [InlineData(Blocked, Done, TransitionCause.Closed)]
    public void TSK_3_an_arrow_of_the_machine_is_allowed(TaskStatus from, TaskStatus to, TransitionCause cause) =>
        Assert.Null(TaskMachine.Check(Task, from, to, cause));

    [Theory]
    [InlineData(New, InProgress, TransitionCause.Dispatched)]
    [InlineData(Routed, Done, TransitionCause.TurnEnded)]
    [InlineData(InProgress, Done, TransitionCause.Landed)]
    [InlineData(InProgress, Cancelled, TransitionCause.Discarded)]
    [InlineData(Cancelled, Cancelled, TransitionCause.Cancelled)]
    [InlineData(Done, Routed, TransitionCause.Routed)]
    [InlineData(Done, InReview, TransitionCause.Added)]
    public void TSK_3_anything_else_is_refused(TaskStatus from, TaskStatus to, TransitionCause cause) =>
        Assert.NotNull(TaskMachine.Check(Task, from, to, cause));

    [Fact]
    public void TSK_4_only_infrastructure_and_children_block() => Assert.All(
        Enum.GetValues<TransitionCause>().Where(cause => cause != TransitionCause.Blocked),
        cause => Assert.All(Enum.GetValues<TaskStatus>(), from => Assert.NotNull(TaskMachine.Check(Task, from, Blocked, cause))));

    [Fact]
    public void A_refusal_says_what_was_asked_of_which_task() => Assert.Equal(
        "Task 7 is in_progress: it cannot become done because it was landed.",
        TaskMachine.Check(Task, InProgress, Done, TransitionCause.Landed)!.Message);
}
