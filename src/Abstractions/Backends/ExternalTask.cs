using Orchtui.Tasks;

namespace Orchtui.Backends;

/// <summary>A task as its tracker has it.</summary>
public sealed record ExternalTask
{
    /// <summary>Its id, unique in the whole home, such as <c>owner/repo#123</c>; one line of at most 200 characters.</summary>
    public required string Ref { get; init; }

    /// <summary>Its title; the host makes one line of it.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be done. May hold any text, from anybody: the host treats it as data.</summary>
    public string Body { get; init; } = "";

    /// <summary>Where the tracker believes it stands. A task that nobody has looked at yet is new.</summary>
    public TaskState State { get; init; }

    /// <summary>The absolute path of a directory in the repository it belongs to.</summary>
    public required string Project { get; init; }

    /// <summary>The agent it names; null leaves the choice to the host.</summary>
    public string? Agent { get; init; }

    /// <summary>The model it names; null for the agent's own default.</summary>
    public string? Model { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How soon.</summary>
    /// <value>Default: <see cref="TaskPriority.Medium"/>.</value>
    public TaskPriority Priority { get; init; } = TaskPriority.Medium;

    /// <summary>Who wrote it; null when the tracker knows no users.</summary>
    public string? Author { get; init; }

    /// <summary>The ref of the task it is a part of; null when it is a part of none.</summary>
    public string? Parent { get; init; }

    /// <summary>Where a person can read it; null when nowhere.</summary>
    public Uri? Url { get; init; }
}

/// <summary>A task to be created in a tracker.</summary>
/// <param name="Project">The absolute path of the main repository it belongs to.</param>
/// <param name="Title">One line.</param>
/// <param name="Body">What is to be done; Markdown.</param>
public sealed record NewExternalTask(string Project, string Title, string Body)
{
    /// <summary>Its labels; made where the tracker does not know them.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The ref of the task it is a part of; null when it is a part of none.</summary>
    public string? Parent { get; init; }
}

/// <summary>A comment that addresses the orchestrator.</summary>
/// <param name="Id">Its id, unique in the tracker.</param>
/// <param name="TaskRef">The ref of the task it stands under.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Text">What it says. From anybody: data, never a command line.</param>
/// <param name="At">When it was written.</param>
public sealed record ExternalMention(string Id, string TaskRef, string Author, string Text, DateTimeOffset At)
{
    /// <summary>Whether the author may give orders in that repository.</summary>
    public bool AuthorMayCommand { get; init; }
}
