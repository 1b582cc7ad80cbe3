using Orchtui.Agents;
using Orchtui.Tasks;

namespace Orchtui.Notifications;

/// <summary>Something a person may want to know now.</summary>
public sealed record Notification
{
    /// <summary>What it is about.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>How much it matters.</summary>
    public required NotificationLevel Level { get; init; }

    /// <summary>One line, such as <c>Task 12 asks: may I run npm test?</c></summary>
    public required string Title { get; init; }

    /// <summary>More, for those with room; may be empty or several lines.</summary>
    public string Text { get; init; } = "";

    /// <summary>The task it is about; null when it is about none.</summary>
    public TaskInfo? Task { get; init; }

    /// <summary>What its agent asks, when it waits for an answer; null otherwise or when it is not known.</summary>
    public AgentQuestion? Question { get; init; }

    /// <summary>How long the attempt took, when it ended; null otherwise or when it is not known.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What a notification is about. Later versions of the host may add some: an unknown kind is shown by its title.</summary>
public enum NotificationKind
{
    /// <summary>An agent waits for an answer.</summary>
    Waiting,

    /// <summary>A task's work is finished, to be looked at or with nothing to land.</summary>
    Finished,

    /// <summary>A task failed, is blocked, or needs a person.</summary>
    Failed,

    /// <summary>A rule of the person's own was met: a budget, an idle time, a broken plugin.</summary>
    Alert,
}

/// <summary>How much a notification matters.</summary>
public enum NotificationLevel
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>Something waits for a person.</summary>
    Attention,

    /// <summary>Something went wrong.</summary>
    Problem,
}
