using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>What the engine's loop understands. A closed set, handled one at a time.</summary>
internal abstract record EngineMessage
{
    private EngineMessage() { }

    /// <summary>Tells whoever waits for this message's answer that there will be no other; most have nobody who waits.</summary>
    public virtual void Refuse(Problem problem) { }

    /// <summary>The host saw something.</summary>
    public sealed record Happened(AttemptEvent Event) : EngineMessage;

    /// <summary>A checked new task.</summary>
    public sealed record Add(NewTask Task, string Project, string? Agent, Reply<TaskRecord> Reply) : EngineMessage
    {
        public override void Refuse(Problem problem) => Reply.Set(problem);
    }

    /// <summary>A person, or a program for one, wants something done with a task.</summary>
    public sealed record Verb(TaskVerb What, TaskId Task, RetryOptions Options, Reply<TaskRecord> Reply) : EngineMessage
    {
        /// <summary>The branch to land in; null for the one the task started from.</summary>
        public string? Into { get; init; }

        public override void Refuse(Problem problem) => Reply.Set(problem);
    }

    /// <summary>An agent was chosen for a task that had none.</summary>
    public sealed record Chosen(TaskId Task, Outcome<AgentPick> Pick) : EngineMessage;

    /// <summary>The constraints were asked.</summary>
    public sealed record GateChecked : EngineMessage;

    /// <summary>A look for an agent ended.</summary>
    public sealed record Probed(string Agent, string SearchPath) : EngineMessage;

    /// <summary>The start of an attempt went well or not.</summary>
    public sealed record Prepared(AttemptId Attempt, StartResult Result) : EngineMessage;

    /// <summary>What a turn left behind is settled.</summary>
    public sealed record TurnClosed(AttemptId Attempt, TurnEnd End) : EngineMessage;

    /// <summary>An attempt's process is gone because we asked for it, or could not be ended.</summary>
    public sealed record Ended(AttemptId Attempt, bool Gone) : EngineMessage;

    /// <summary>The process of an attempt that another one of its task has replaced was ended.</summary>
    public sealed record Superseded(AttemptId Attempt, bool Gone) : EngineMessage;

    /// <summary>Landing or discarding ended.</summary>
    public sealed record Settled(Verb Asked, TaskRecord Before, Outcome<Settlement> Result) : EngineMessage
    {
        public override void Refuse(Problem problem) => Asked.Refuse(problem);
    }

    /// <summary>The host has started: what was in progress is to be found again.</summary>
    public sealed record Recover(IReadOnlyDictionary<AttemptId, int> Exits, Reply<RecoveryReport> Reply) : EngineMessage
    {
        public override void Refuse(Problem problem) => Reply.Set(problem);
    }

    /// <summary>Somebody wants to know why an agent's state is what it is.</summary>
    public sealed record Explain(AttemptId Attempt, Reply<AgentExplanation> Reply) : EngineMessage
    {
        public override void Refuse(Problem problem) => Reply.Set(problem);
    }

    /// <summary>An answer was given to a question, or was refused.</summary>
    public sealed record Answered(Receipt Receipt, Reply<Receipt> Reply) : EngineMessage
    {
        public override void Refuse(Problem problem) => Reply.Set(problem);
    }

    /// <summary>Time has passed.</summary>
    public sealed record Tick : EngineMessage;

    /// <summary>Nothing new is begun any more. Answered with the work that is under way and should be let end.</summary>
    public sealed record Stop(TaskCompletionSource<Task> UnderWay) : EngineMessage;
}

/// <summary>What can be asked for a task.</summary>
internal enum TaskVerb
{
    Run,
    Retry,
    Stop,
    Hold,
    Release,
    Cancel,
    Land,
    Discard,

    /// <summary>Nothing but the task as it is by then: how a verb is answered that has done its part.</summary>
    Look,
}

/// <summary>Where an answer goes. The asker goes on elsewhere, never on the engine's thread.</summary>
internal sealed class Reply<T>
    where T : notnull
{
    private readonly TaskCompletionSource<Outcome<T>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Outcome<T>> Task => _source.Task;

    public void Set(Outcome<T> outcome) => _source.TrySetResult(outcome);
}

/// <summary>How landing or discarding changed a task.</summary>
/// <param name="Message">What was done, for the person.</param>
/// <param name="WorktreeRemoved">Whether the worktree is gone.</param>
/// <param name="BranchRemoved">Whether the branch is gone under its name.</param>
/// <param name="Into">The branch that was landed in.</param>
internal sealed record Settlement(string Message, bool WorktreeRemoved, bool BranchRemoved, string? Into = null);
