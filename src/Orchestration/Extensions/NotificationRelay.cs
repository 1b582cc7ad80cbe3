using Orchtui.Notifications;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Orchestration.Extensions;

/// <summary>
/// The one place where notifications are raised: of agents that wait, and of tasks that finished or failed. Each goes out on the hub as
/// <see cref="NotificationRaised"/>, for the screens, and to every notifier. What a person did themselves is no news to them. A question
/// that cannot be answered from here yet waits a moment for its words: what tells first that an agent waits seldom tells for what.
/// </summary>
public sealed class NotificationRelay(TaskEngine engine, UpdateHub hub, ExtensionRegistry extensions, IEventLog log, TimeProvider time)
{
    /// <summary>The screen is read within this time after it came to rest.</summary>
    private static readonly TimeSpan WordsTime = TimeSpan.FromSeconds(1);

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
                else if (update is QuestionAsked { IsNew: true, Question: { TakesAnswers: false } wordless }) _ = RaiseSoonAsync(wordless, stop);
                else if (await OfAsync(update).ConfigureAwait(false) is { } notification) hub.Publish(new NotificationRaised(notification));
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
            return;
        }
    }

    /// <summary>Tells what is known of the question a moment later, when it is still open.</summary>
    private async Task RaiseSoonAsync(OpenQuestion question, CancellationToken stop)
    {
        try
        {
            await Task.Delay(WordsTime, time, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host ends.
            return;
        }

        var open = engine.Questions.FirstOrDefault(open => open.Attempt == question.Attempt && open.Since == question.Since);
        if (open is not null && await WaitingAsync(open).ConfigureAwait(false) is { } notification) hub.Publish(new NotificationRaised(notification));
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
