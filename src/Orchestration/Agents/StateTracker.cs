using Orchtui.Agents;

namespace Orchtui.Orchestration.Agents;

/// <summary>
/// Fuses the evidence about one run into one state. Keeps the latest claim of each source (an array over the sources in order of
/// trust) and decides anew whenever a claim, a key, output or time itself arrives: the strongest claim wins, unless it has grown stale
/// and a weaker one contradicts it (<see cref="TrustTable"/>) while nothing weaker bears it out. Without evidence the state is unknown,
/// never idle. Pure: no clock, no timer; the owner passes the time in and calls <see cref="Advance"/> at <see cref="NextDue"/>.
/// Not thread-safe.
/// </summary>
public sealed class StateTracker
{
    private const int MaxChanges = 256;

    private readonly EvidenceClaim?[] _claims = new EvidenceClaim?[(int)EvidenceSource.ProcessExit + 1];
    private readonly Queue<StateChange> _changes = new();
    private readonly TimeSpan _silenceLimit;
    private readonly DateTimeOffset _startedAt;
    private readonly bool _adopted;
    private DateTimeOffset? _typedAt;
    private DateTimeOffset? _outputAt;
    private DateTimeOffset? _screenChangedAt;
    private DateTimeOffset _signAt;
    private DateTimeOffset? _due;

    /// <summary>A tracker of a run that starts now, or, if adopted, of one found running, of which nothing is known yet.</summary>
    public StateTracker(TimeSpan silenceLimit, DateTimeOffset at, bool adopted = false)
    {
        _silenceLimit = silenceLimit;
        _startedAt = _signAt = at;
        _adopted = adopted;
        Current = Fallback(at) with { Since = at };
        Decide(at);
    }

    public TrackedState Current { get; private set; }

    /// <summary>When the person pressed a key in the pane last.</summary>
    public DateTimeOffset? TypedAt => _typedAt;

    /// <summary>When time alone may change the state; null for never.</summary>
    public DateTimeOffset? NextDue => _due;

    /// <summary>The latest changes, oldest first.</summary>
    public IReadOnlyList<StateChange> Changes => [.. _changes];

    /// <summary>What each source says, the most trusted first.</summary>
    public IReadOnlyList<EvidenceClaim> Claims => [.. _claims.Where(claim => claim is not null).Reverse().Select(claim => claim!)];

    /// <summary>Since when a source has said what it says now; null when it said nothing yet.</summary>
    public DateTimeOffset? SinceOf(EvidenceSource source) => _claims[(int)source]?.Since;

    /// <summary>
    /// The question that is open, from the source through which it can be answered best: the agent's own interface, then the screen with
    /// its keys, then whatever tells of it. Null when none is open; one that nobody knows the words of is a question nevertheless.
    /// </summary>
    public (AgentQuestion Question, EvidenceSource Source)? Asked(DateTimeOffset at)
    {
        if (Current is not { State.Activity: AgentActivity.Waiting, Source: { } decisive }) return null;
        var asking = _claims.Where(claim => claim is { Activity: AgentActivity.Waiting, Reading.State.Question: not null }).Reverse().ToList();
        var best = asking.Find(claim => claim!.Reading.State.Question!.Id is not null)
            ?? asking.Find(claim => claim is { Source: EvidenceSource.Screen, Reading.State.Question.Rows: not null } && Valid((int)claim.Source, at) is not null);
        if (best is not null) return (best.Reading.State.Question!, best.Source);
        return (Current.State.Question ?? new AgentQuestion("It waits for you; what for, shows in its pane.", []), decisive);
    }

    /// <summary>
    /// Takes one piece of evidence. Returns, as all inputs do, whether the state changed. A title and a screen that show the same as
    /// before are no sign of life: they turn and count on by themselves.
    /// </summary>
    public bool Observe(EvidenceSource source, AgentReading reading, DateTimeOffset at)
    {
        var before = _claims[(int)source];
        var since = before is not null && before.Activity == reading.State.Activity ? before.Since : at;
        _claims[(int)source] = new EvidenceClaim(source, reading, since, at);
        if (source == EvidenceSource.Screen) _screenChangedAt = null;
        if (source is not (EvidenceSource.Title or EvidenceSource.Screen) || before?.Activity != reading.State.Activity) _signAt = at;
        return Decide(at);
    }

    public bool Exited(int exitCode, DateTimeOffset at)
    {
        var state = new AgentState(AgentActivity.Exited) { ExitCode = exitCode < 0 ? null : exitCode };
        return Observe(EvidenceSource.ProcessExit, new AgentReading(state, exitCode < 0 ? "process gone" : $"process exit {exitCode}"), at);
    }

    /// <summary>The pane printed something; a sign of life only when that is progress and no mere animation.</summary>
    public bool Output(DateTimeOffset at, bool isProgress = true)
    {
        if (isProgress) _signAt = at;
        _screenChangedAt ??= at;
        if (_typedAt is not { } typed || at - typed > TrustTable.EchoSpan) _outputAt = at;
        return Decide(at);
    }

    /// <summary>The person pressed a key in the pane.</summary>
    public bool PersonTyped(DateTimeOffset at)
    {
        _signAt = _typedAt == at ? _signAt : at;
        _typedAt = at;
        return Decide(at);
    }

    /// <summary>Time has passed.</summary>
    public bool Advance(DateTimeOffset at) => Decide(at);

    private bool Decide(DateTimeOffset at)
    {
        _due = null;
        var winner = Winner(at);
        var next = winner is null
            ? Fallback(at)
            : new TrackedState { State = winner.Reading.State, Source = winner.Source, Reason = winner.Reading.Reason, Since = at };
        next = WithSilence(next, at);
        if (IsSame(next, Current)) return false;

        if (IsSame(next.State, Current.State) && next.Stuck == Current.Stuck) next = next with { Since = Current.Since };
        _changes.Enqueue(new StateChange(at, Current.State, next));
        if (_changes.Count > MaxChanges) _changes.Dequeue();
        Current = next;
        return true;
    }

    /// <summary>From the most trusted source down, the first claim that still holds.</summary>
    private EvidenceClaim? Winner(DateTimeOffset at)
    {
        for (var source = _claims.Length - 1; source >= 0; source--)
            if (Valid(source, at) is { } claim && !GivesWay(claim, at)) return claim;
        return null;
    }

    private bool GivesWay(EvidenceClaim held, DateTimeOffset at)
    {
        var earliest = DateTimeOffset.MaxValue;
        for (var source = (int)held.Source - 1; source >= 0; source--)
        {
            if (Valid(source, at) is not { } weaker) continue;
            if (weaker.Activity == held.Activity) return false;
            if (TrustTable.GivesWayAt(held, weaker, _typedAt) is { } moment && moment < earliest) earliest = moment;
        }

        if (earliest <= at) return true;
        if (earliest < DateTimeOffset.MaxValue) DueAt(earliest, at);
        return false;
    }

    /// <summary>A source's claim, unless it has lapsed: screens change, and printing ends.</summary>
    private EvidenceClaim? Valid(int source, DateTimeOffset at)
    {
        var claim = _claims[source];
        if (claim is null || claim.Source != EvidenceSource.Screen || _screenChangedAt is not { } changed) return claim;
        var lapses = changed + TrustTable.ScreenLifetime;
        if (lapses <= at) return null;
        DueAt(lapses, at);
        return claim;
    }

    private TrackedState Fallback(DateTimeOffset at)
    {
        var evident = _claims.Any(claim => claim is not null);
        if (!_adopted && !evident && at - _startedAt < TrustTable.StartSpan)
        {
            DueAt(_startedAt + TrustTable.StartSpan, at);
            return new TrackedState { State = new AgentState(AgentActivity.Starting), Reason = "just started", Since = at };
        }

        if (_outputAt is not { } output || at - output >= TrustTable.OutputLifetime)
            return new TrackedState { State = new AgentState(AgentActivity.Unknown), Reason = "no evidence", Since = at };
        DueAt(output + TrustTable.OutputLifetime, at);
        return new TrackedState
        {
            State = new AgentState(AgentActivity.Working),
            Source = EvidenceSource.OutputRate,
            Reason = "the pane prints",
            Since = at,
        };
    }

    private TrackedState WithSilence(TrackedState state, DateTimeOffset at)
    {
        if (state.State.Activity is not (AgentActivity.Working or AgentActivity.Starting or AgentActivity.Unknown)) return state;
        if (at - _signAt >= _silenceLimit)
        {
            var span = $"{_silenceLimit.TotalMinutes:0.#} minutes";
            return state with { Stuck = true, Reason = $"no sign of life for {span}; before: {state.Reason}" };
        }

        DueAt(_signAt + _silenceLimit, at);
        return state;
    }

    private void DueAt(DateTimeOffset moment, DateTimeOffset at)
    {
        if (moment > at && (_due is null || moment < _due)) _due = moment;
    }

    /// <summary>A title that spins through its frames repeats itself in other words; that is no change.</summary>
    private static bool IsSame(TrackedState one, TrackedState other) =>
        IsSame(one.State, other.State) && one.Source == other.Source && one.Stuck == other.Stuck;

    private static bool IsSame(AgentState one, AgentState other) =>
        one.Activity == other.Activity && IsSame(one.Question, other.Question) && one.Until == other.Until
        && one.ExitCode == other.ExitCode && one.Error == other.Error;

    private static bool IsSame(AgentQuestion? one, AgentQuestion? other) => one?.Text == other?.Text && one?.Id == other?.Id;
}
