using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>
/// What the engine holds in memory of an attempt whose process lives or is about to, and the verbs that wait for it. A verb can wait
/// only while the attempt is busy, and leaving a busy phase, in whatever way, hands every waiting verb over to be handled: none can be
/// forgotten. Touched by the engine's loop only.
/// </summary>
/// <param name="record">Its row.</param>
/// <param name="tracker">Its state.</param>
/// <param name="handOver">Where a verb goes that need not wait any longer.</param>
internal sealed class ActiveAttempt(AttemptRecord record, StateTracker tracker, Action<EngineMessage.Verb> handOver)
{
    private readonly List<EngineMessage.Verb> _waiting = [];

    public AttemptRecord Record { get; set; } = record;

    public StateTracker Tracker { get; } = tracker;

    public AttemptPhase Phase
    {
        get;
        set
        {
            field = value;
            if (!Busy) TakeWaiting().ForEach(handOver);
        }
    }

    /// <summary>The last word of a headless run.</summary>
    public RunEnded? Result { get; set; }

    /// <summary>What it used in all so far, its row's share included; null while nothing new is known.</summary>
    public AgentUsage? Usage { get; set; }

    /// <summary>What the conversations of an interactive one used.</summary>
    public ConversationUsage Conversations { get; } = new();

    /// <summary>The exit code, once its process ended.</summary>
    public int? ExitCode { get; set; }

    /// <summary>Until when the last word of a headless run is awaited after its process ended.</summary>
    public DateTimeOffset? ResultDue { get; set; }

    /// <summary>When the run will have taken too long.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>Evidence of a turn's end was seen since the person typed last.</summary>
    public bool TurnEndSeen { get; set; }

    /// <summary>When the person typed last.</summary>
    public DateTimeOffset? TypedAt { get; set; }

    /// <summary>It was seen working, or waiting for an answer, at least once.</summary>
    public bool Worked { get; set; }

    /// <summary>When a reopened task goes back to rest unless its agent is seen working: the keys may have meant nothing.</summary>
    public DateTimeOffset? SettleDue { get; set; }

    /// <summary>The person typed while the end of the turn was being settled.</summary>
    public bool TypedWhileClosing { get; set; }

    /// <summary>Why its process is being ended; null when nobody asked for it.</summary>
    public StopPurpose? Stopping { get; set; }

    /// <summary>
    /// When time alone may next change something. While the attempt does not run, nothing but its state depends on time: a moment that
    /// nobody acts upon would wake the loop for ever.
    /// </summary>
    public DateTimeOffset? NextDue => Phase == AttemptPhase.Running
        ? new[] { Tracker.NextDue, TimesOut ? Deadline : null, Result is null ? ResultDue : null, SettleDue }.Min()
        : Tracker.NextDue;

    /// <summary>Whether the deadline still counts.</summary>
    public bool TimesOut => Phase == AttemptPhase.Running && Result is null && ExitCode is null;

    /// <summary>Whether something is under way that must end before a verb can be answered.</summary>
    public bool Busy => Phase is AttemptPhase.Preparing or AttemptPhase.Closing or AttemptPhase.Stopping or AttemptPhase.Settling;

    /// <summary>Keeps a verb until the attempt is no longer busy.</summary>
    public void Await(EngineMessage.Verb verb)
    {
        if (!Busy) throw new InvalidOperationException($"Attempt {Record.Id} is {Phase}: nothing there is to wait for.");
        _waiting.Add(verb);
    }

    /// <summary>Answers every waiting verb at once: what it waits for does not come.</summary>
    public void RefuseWaiting(Problem problem) => TakeWaiting().ForEach(verb => verb.Refuse(problem));

    private List<EngineMessage.Verb> TakeWaiting()
    {
        List<EngineMessage.Verb> waiting = [.. _waiting];
        _waiting.Clear();
        return waiting;
    }
}

/// <summary>Where an active attempt stands.</summary>
internal enum AttemptPhase
{
    /// <summary>Worktree and launch are being made.</summary>
    Preparing,
    Running,

    /// <summary>The turn ended; what it left is being committed.</summary>
    Closing,

    /// <summary>The turn is settled, the pane is open.</summary>
    Resting,

    /// <summary>Its process is being ended.</summary>
    Stopping,

    /// <summary>Its work is being landed or discarded.</summary>
    Settling,

    /// <summary>It is no longer active.</summary>
    Over,
}

/// <summary>Why an attempt's process is ended.</summary>
internal enum StopPurpose
{
    /// <summary>It took too long.</summary>
    Timeout,

    /// <summary>A person wants it to end; the verbs that wait for it say what comes next.</summary>
    Person,
}
