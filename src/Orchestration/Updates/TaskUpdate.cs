using Orchtui.Agents;
using Orchtui.Notifications;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Updates;

/// <summary>Something that changed, as told to screens and remote callers.</summary>
public abstract record TaskUpdate;

/// <summary>A task was added, or its status or fields changed. The record is the new one.</summary>
/// <param name="Task">The task as it is now.</param>
/// <param name="Cause">Why its status changed; null when only fields did.</param>
public sealed record TaskChanged(TaskRecord Task, TransitionCause? Cause = null) : TaskUpdate;

/// <summary>What an agent does changed.</summary>
public sealed record AgentStateChanged(AttemptId Attempt, TrackedState State) : TaskUpdate;

/// <summary>An agent asks something.</summary>
/// <param name="Question">What it asks.</param>
/// <param name="IsNew">Whether it is another question, and not the same one as somebody else tells of it.</param>
public sealed record QuestionAsked(OpenQuestion Question, bool IsNew) : TaskUpdate;

/// <summary>What an agent asked is answered, or has become void.</summary>
public sealed record QuestionClosed(OpenQuestion Question) : TaskUpdate;

/// <summary>A headless agent said or did something.</summary>
public sealed record AgentSaid(AttemptId Attempt, AgentUpdate Update) : TaskUpdate;

/// <summary>A person may want to know something now, wherever they are: raised once for each occasion.</summary>
public sealed record NotificationRaised(Notification Notification) : TaskUpdate;

/// <summary>Tasks may, or may no longer, start by themselves: what waiting tasks wait for may be something else now.</summary>
public sealed record GateChanged : TaskUpdate;

/// <summary>This subscriber was too slow: that many updates before the next one are lost. It should read the lists anew.</summary>
public sealed record Lagged(int Count) : TaskUpdate;
