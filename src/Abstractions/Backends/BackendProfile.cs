using Orchtui.Tasks;

namespace Orchtui.Backends;

/// <summary>What is always true of a backend.</summary>
public sealed record BackendProfile
{
    /// <summary>The name configuration uses, such as <c>github</c>.</summary>
    /// <value>Form: <c>[a-z][a-z0-9_-]*</c>, at most 32 characters.</value>
    public required string Name { get; init; }

    /// <summary>The name shown to people, such as <c>GitHub</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>
    /// A .NET regular expression, without back references and looking around, that matches the whole of each ref of this backend and no
    /// ref of another: <c>[\w.-]+/[\w.-]+#\d+</c>. By it the host knows whom to tell of a task.
    /// </summary>
    public required string RefPattern { get; init; }
}

/// <summary>Which tasks to list. All criteria must hold; null means any.</summary>
public sealed record BackendQuery
{
    /// <summary>The states. Null means all that are open: neither done nor cancelled.</summary>
    public IReadOnlyList<TaskState>? States { get; init; }

    /// <summary>The absolute path of the main repository the tasks belong to. Null means all the backend knows of.</summary>
    public string? Project { get; init; }

    /// <summary>The whole title, for looking whether there is such a task already.</summary>
    public string? Title { get; init; }

    /// <summary>The ref of the task whose children are wanted.</summary>
    public string? Parent { get; init; }
}

/// <summary>Whether a tracker can be used.</summary>
/// <param name="Healthy">It can.</param>
/// <param name="Message">Why not, and what to do; or what to be aware of.</param>
/// <param name="User">As whom it is used; null when it knows no users.</param>
public sealed record BackendHealth(bool Healthy, string Message, string? User = null);
