namespace Orchtui.Orchestration.Outcomes;

/// <summary>
/// Why something was not done, as a value: expected refusals and failing surroundings are not exceptions. The message is for a
/// person and says what failed, on what, and what to do.
/// </summary>
/// <param name="Message">One or a few sentences.</param>
public abstract record Problem(string Message);

/// <summary>A rule says no: the request cannot be met as it was made.</summary>
public sealed record Refused(string Message) : Problem(Message);

/// <summary>There is no such thing.</summary>
public sealed record NotFound(string Message) : Problem(Message);

/// <summary>The task machine has no such arrow.</summary>
public sealed record TransitionRefused(string Message) : Problem(Message);

/// <summary>The store cannot be read or written (disk full, damaged, locked). Nothing of the request was kept.</summary>
public sealed record StoreUnavailable(string Message) : Problem(Message);

/// <summary>A git command failed.</summary>
/// <param name="Message">What failed, where, and what to do.</param>
/// <param name="Command">The command line, without the program's options for quiet running.</param>
/// <param name="Repository">The directory it ran in.</param>
public sealed record GitProblem(string Message, string Command, string Repository) : Problem(Message);

/// <summary>Two lines of work change the same places.</summary>
/// <param name="Message">What to do about it.</param>
/// <param name="Files">The files, relative to the repository.</param>
public sealed record MergeConflict(string Message, IReadOnlyList<string> Files) : Problem(Message);

/// <summary>Uncommitted changes stand in the way.</summary>
/// <param name="Message">What to do about it.</param>
/// <param name="Files">The files, relative to the checkout.</param>
public sealed record UncommittedChanges(string Message, IReadOnlyList<string> Files) : Problem(Message);
