using Orchtui.Notifications;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Orchestration.Extensions;

/// <summary>
/// The one place where notifications are raised: of agents that wait, and of tasks that finished or failed. Each goes out on the hub as
/// <see cref="NotificationRaised"/>, for the screens, and to every notifier. What a person did themselves is no news to them.
/// </summary>
public sealed class NotificationRelay(TaskEngine engine, UpdateHub hub, ExtensionRegistry extensions, IEventLog log, TimeProvider time)
{
    public async Task RunAsync(CancellationToken stop)
    {
        using var updates = hub.Subscribe();
        var notifiers = new Fanout<INotifier, Notification>(
            extensions, notifier => $"The notifier {notifier.Name}", (notifier, raised, token) => notifier.NotifyAsync(raised, token), log, stop);
        try
        {
            await foreach (var update in updates.ReadAllAsync(stop).ConfigureAwait(false))
            {
                if (update is NotificationRaised raised) notifiers.Send(raised.Notification);
                else if (await OfAsync(update).ConfigureAwait(false) is { } notification) hub.Publish(new NotificationRaised(notification));
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
            return;
        }
    }

    private async Task<Notification?> OfAsync(TaskUpdate update) => update switch
    {
        QuestionAsked { IsNew: true, Question: var question } => await WaitingAsync(question).ConfigureAwait(false),
        TaskChanged { Cause: TransitionCause.TurnEnded, Task: var task } => await EndedAsync(
            task, NotificationKind.Finished, NotificationLevel.Attention, "is finished").ConfigureAwait(false),
        TaskChanged { Cause: TransitionCause.RunFailed or TransitionCause.JobFailed, Task: var task } => await EndedAsync(
            task, NotificationKind.Failed, NotificationLevel.Problem, "failed").ConfigureAwait(false),
        TaskChanged { Cause: TransitionCause.Blocked or TransitionCause.ReviewFailed, Task: var task } => await EndedAsync(
            task, NotificationKind.Failed, NotificationLevel.Problem, $"is {SnakeCase.Text(task.Status).Replace('_', ' ')}").ConfigureAwait(false),
        _ => null,
    };

    private async Task<Notification?> WaitingAsync(OpenQuestion question)
    {
        if (await engine.GetAsync(question.Attempt.Task).ConfigureAwait(false) is not { Value: { } task }) return null;
        return new Notification
        {
            Kind = NotificationKind.Waiting,
            Level = NotificationLevel.Attention,
            Title = $"Task {task.Id} asks: {question.Question.Text.ReplaceLineEndings(" ")}",
            Text = task.Title,
            Task = TaskInfos.Of(task),
            Question = question.Question,
            At = time.GetUtcNow(),
        };
    }

    private async Task<Notification> EndedAsync(TaskRecord task, NotificationKind kind, NotificationLevel level, string what)
    {
        var attempts = await engine.AttemptsAsync(task.Id).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return new Notification
        {
            Kind = kind,
            Level = level,
            Title = $"Task {task.Id} {what}: {task.Title}",
            Text = task.Reason,
            Task = TaskInfos.Of(task),
            Duration = attempts.Value is [.., var last] ? (last.EndedAt ?? now) - last.StartedAt : null,
            At = now,
        };
    }
}
