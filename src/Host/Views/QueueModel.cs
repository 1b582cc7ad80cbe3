using System.Globalization;
using Orchtui.Agents;
using Orchtui.Mux.Composition;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;
using TaskStatus = Orchtui.Orchestration.Tasks.TaskStatus;

namespace Orchtui.Host.Views;

/// <summary>What the queue shows: a snapshot of the tasks, replaced as a whole on the mux thread.</summary>
internal sealed class QueueModel
{
    public IReadOnlyList<QueueRow> Rows { get; private set; } = [];

    /// <summary>What agents ask now, the oldest first.</summary>
    public IReadOnlyList<OpenQuestion> Questions { get; set; } = [];

    public int Working { get; private set; }

    public int Waiting { get; private set; }

    public int NeedsYou { get; private set; }

    public int Slots { get; set; }

    public decimal CostToday { get; set; }

    /// <summary>Why there is no list, when the store cannot be read.</summary>
    public string Problem { get; set; } = "";

    public void Replace(IEnumerable<QueueRow> rows)
    {
        Rows = [.. rows.OrderBy(row => row.Rank).ThenByDescending(row => row.Id)];
        Working = Rows.Count(row => row.Task.Status == TaskStatus.InProgress);
        Waiting = Rows.Count(row => row.Task.Status is TaskStatus.New or TaskStatus.Routed or TaskStatus.Blocked);
        NeedsYou = Rows.Count(row => row.Rank == 0);
    }
}

/// <summary>
/// One task as a line: its shape, its words and how urgent it is. What the inbox holds of it counts where its state tells only that it waits.
/// </summary>
internal sealed record QueueRow(TaskRecord Task, AgentState? State, AgentQuestion? Asks = null)
{
    public int Id => Task.Id.Value;

    /// <summary>By need: what asks for a person first, what is over last.</summary>
    public int Rank => Task.Status switch
    {
        TaskStatus.NeedsReview or TaskStatus.Failed => 0,
        TaskStatus.InProgress when State?.Activity is AgentActivity.Waiting or AgentActivity.Failed => 0,
        TaskStatus.InProgress => 1,
        TaskStatus.InReview => 2,
        TaskStatus.Routed or TaskStatus.New or TaskStatus.Blocked => 3,
        _ => 4,
    };

    public char Shape => Task.Status switch
    {
        TaskStatus.InProgress => State?.Activity switch
        {
            AgentActivity.Waiting => '▲',
            AgentActivity.Working or AgentActivity.Starting => '●',
            AgentActivity.Limited => '⊘',
            AgentActivity.Idle => '○',
            AgentActivity.Done => '✔',
            AgentActivity.Failed => '✗',
            AgentActivity.Exited => '✔',
            _ => '?',
        },
        TaskStatus.InReview => '✔',
        TaskStatus.Done => '✓',
        TaskStatus.NeedsReview => '▲',
        TaskStatus.Failed => '✗',
        TaskStatus.Cancelled => '✗',
        _ => '◌',
    };

    public Style ShapeStyle => Shape switch
    {
        '▲' => Theme.NeedsYou,
        '●' => Theme.Accent,
        '✔' or '✓' => Theme.Good,
        '✗' => Theme.Bad,
        _ => Theme.Dim,
    };

    /// <summary>What it does or waits for, in words.</summary>
    public string Reason => Task.Status switch
    {
        TaskStatus.InProgress => State?.Activity switch
        {
            AgentActivity.Working => "works",
            AgentActivity.Starting => "starts",
            AgentActivity.Waiting => (State.Question ?? Asks) is { } question ? $"asks: {OneLine(question.Text)}" : "asks",
            AgentActivity.Limited => State.Until is { } until ? $"limited {until.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture)}" : "limited",
            AgentActivity.Idle => "idle",
            AgentActivity.Done => "finished",
            AgentActivity.Failed => State.Error is { Length: > 0 } error ? error : "failed",
            AgentActivity.Exited => "ended",
            _ => "unknown",
        },
        TaskStatus.InReview => "review",
        TaskStatus.Done => "done",
        TaskStatus.Routed or TaskStatus.New or TaskStatus.Blocked => Task.WaitingFor ?? Task.Reason,
        _ => Task.Reason.Length > 0 ? Task.Reason.Split(';')[0] : SnakeCase.Text(Task.Status).Replace('_', ' '),
    };

    /// <summary>The same with all there is to tell, where there is room for it.</summary>
    public string Details => (Task.Ended || Task.Status is TaskStatus.InReview or TaskStatus.NeedsReview) && Task.Reason.Length > 0 ? Task.Reason : Reason;

    /// <summary>A text of several lines as one.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>In whole minutes at the finest: the screen is drawn anew once a minute when nothing else happens.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "now",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} m",
        { TotalDays: < 1 } => $"{(int)age.TotalHours} h",
        _ => $"{(int)age.TotalDays} d",
    };
}
