using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using static Orchtui.Agents.AgentActivity;
using static Orchtui.Agents.EvidenceSource;

namespace Orchtui.Orchestration.Tests.Agents;

public sealed class StateTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    private readonly StateTracker _tracker = new(Silence, Start);

    [Fact]
    public void Without_evidence_a_run_is_starting_and_then_unknown_never_idle()
    {
        Assert.Equal(Starting, Now);

        _tracker.Advance(At(10));

        Assert.Equal(Unknown, Now);
    }

    [Fact]
    public void An_adopted_run_is_unknown() =>
        Assert.Equal(Unknown, new StateTracker(Silence, Start, adopted: true).Current.State.Activity);

    /// <summary>Seconds after the start, source and activity of each reading; then the time to look and what is expected.</summary>
    public static TheoryData<string, string, double, AgentActivity> Sequences => new()
    {
        // One source alone is believed.
        { "hook", "1 Hook Working", 1, Working },
        { "title", "1 Title Idle", 1, Idle },
        { "screen", "1 Screen Waiting", 1, Waiting },
        // A title at rest does not know how the turn ended, nor what a screen shows that no rule knows.
        { "rest, then the end of the turn", "1 Title Idle; 1.3 Screen Done", 2.4, Done },
        { "rest, then an error", "1 Title Idle; 1.3 Screen Failed", 2.4, Failed },
        { "rest, then a limit", "1 Title Idle; 1.3 Screen Limited", 2.4, Limited },
        { "rest, then a screen nobody knows", "1 Title Idle; 1.3 Screen Unknown", 2.4, Unknown },
        { "a flicker of it", "1 Title Idle; 1.3 Screen Unknown", 2.2, Idle },
        // Weaker evidence does not override what is fresher or was said at the same time.
        { "older title", "1 Title Idle; 2 Hook Working", 60, Working },
        { "newer title within a second", "1 Hook Working; 2 Title Idle", 2.9, Working },
        // Escape: no event fires, the title stays on "not working".
        { "interrupt", "1 Hook Working; 2 Title Working; 5 Title Idle", 6, Idle },
        { "flicker", "1 Hook Working; 2 Title Idle; 2.5 Title Working", 10, Working },
        // A permission request shows the same title as idleness, so the title does not end it.
        { "permission", "1 Hook Working; 2 Hook Waiting; 2.1 Title Idle", 600, Waiting },
        { "permission granted, event late", "2 Hook Waiting; 3 Title Working", 4, Working },
        { "permission, then its tool ran", "2 Hook Waiting; 3 Hook Working", 3, Working },
        // A dialog without an event shows on the screen only.
        { "dialog", "1 Hook Working; 2 Screen Waiting", 3, Waiting },
        { "dialog over an idle title", "1 Title Idle; 2 Screen Waiting", 3, Waiting },
        // The end of a turn.
        { "stop", "1 Hook Working; 5 Hook Done; 5.1 Title Idle", 600, Done },
        { "stop, then a late spinner frame", "1 Hook Working; 5 Hook Done; 5.1 Title Working; 5.3 Title Idle", 60, Done },
        { "next turn without an event", "5 Hook Done; 9 Title Working", 10, Working },
        { "error", "1 Hook Working; 5 Hook Failed; 5.1 Title Idle", 600, Failed },
        { "error that only the screen tells", "1 ProgramStatus Working; 5 Title Idle; 5.3 Screen Failed", 6.4, Failed },
        { "limit that only the screen tells", "1 ProgramStatus Working; 5 Title Idle; 5.3 Screen Limited", 6.4, Limited },
        { "old error", "1 Screen Failed; 2 Title Idle", 60, Idle },
        // A program status outranks the title.
        { "status", "1 Title Idle; 1 ProgramStatus Working; 1 Screen Idle", 1, Working },
        { "status waiting", "1 ProgramStatus Waiting; 2 Title Idle", 600, Waiting },
        // What a structured stream says is complete.
        { "stream", "1 Stream Working; 2 Hook Done; 2 Title Idle", 600, Working },
        // An ended process outranks all that comes after.
        { "exit", "1 Hook Working; 2 ProcessExit Exited; 3 Hook Working; 9 Title Working", 60, Exited },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Evidence_is_weighed_by_trust_and_freshness(string name, string readings, double lookAt, AgentActivity expected)
    {
        foreach (var reading in readings.Split("; "))
        {
            var words = reading.Split(' ');
            Say(double.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture),
                Enum.Parse<EvidenceSource>(words[1]), Enum.Parse<AgentActivity>(words[2]));
        }

        _tracker.Advance(At(lookAt));

        Assert.True(expected == Now, $"{name}: expected {expected}, was {Now} because of {_tracker.Current.Reason}");
    }

    [Fact]
    public void An_owner_that_wakes_when_told_sees_the_change_no_later()
    {
        Say(1, Hook, Working);
        Say(5, Title, Idle);

        Assert.Equal(At(6), _tracker.NextDue);
        Assert.True(_tracker.Advance(_tracker.NextDue!.Value));
        Assert.Equal(Idle, Now);
    }

    [Fact]
    public void After_a_key_an_escaped_question_gives_way_although_no_event_tells()
    {
        Say(1, Hook, Waiting);
        Say(1.1, Title, Idle);

        _tracker.PersonTyped(At(10));
        Assert.Equal(Waiting, Now);
        _tracker.Advance(At(12));

        Assert.Equal(Idle, Now);
    }

    [Fact]
    public void Moving_the_cursor_inside_a_question_does_not_end_it_while_the_screen_shows_it()
    {
        Say(1, Hook, Waiting);
        Say(1.1, Title, Idle);
        _tracker.PersonTyped(At(10));
        _tracker.Output(At(10.1));
        Say(10.3, Screen, Waiting);

        _tracker.Advance(At(60));

        Assert.Equal(Waiting, Now);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8.0)]
    public void A_question_of_the_agents_own_interface_outlasts_a_screen_that_lags_behind_but_not_for_ever(double? typedAt)
    {
        var question = new AgentQuestion("May I?", []) { Id = "per_1" };
        _tracker.Observe(Hook, new AgentReading(new AgentState(Waiting) { Question = question }, "server"), At(1));
        Say(1.2, Screen, Working);
        if (typedAt is { } typed) _tracker.PersonTyped(At(typed));

        _tracker.Advance(At(11.1));
        Assert.Equal(Waiting, Now);

        _tracker.Advance(At(11.2));
        Assert.Equal(Working, Now);
    }

    [Fact]
    public void What_the_screen_showed_no_longer_counts_once_it_has_changed()
    {
        Say(1, Screen, Waiting);
        _tracker.Output(At(5));
        Assert.Equal(Waiting, Now);

        _tracker.Advance(At(20));

        Assert.Equal(Unknown, Now);
    }

    [Fact]
    public void Printing_counts_as_working_only_while_nothing_better_is_known()
    {
        _tracker.Advance(At(10));
        _tracker.Output(At(11));
        Assert.Equal((Working, OutputRate), (Now, _tracker.Current.Source));
        Say(12, Title, Idle);
        _tracker.Output(At(13));
        Assert.Equal(Idle, Now);
    }

    [Fact]
    public void Printing_that_has_stopped_and_the_echo_of_a_key_say_nothing()
    {
        _tracker.Advance(At(10));
        _tracker.Output(At(11));
        _tracker.Advance(At(14));
        Assert.Equal(Unknown, Now);

        _tracker.PersonTyped(At(20));
        _tracker.Output(At(20.1));
        Assert.Equal(Unknown, Now);
    }

    [Fact]
    public void A_working_agent_that_gives_no_sign_of_life_is_stuck_until_it_does()
    {
        Say(1, Hook, Working);
        _tracker.Output(At(60));

        _tracker.Advance(At(60) + Silence - TimeSpan.FromSeconds(1));
        Assert.False(_tracker.Current.Stuck);
        _tracker.Advance(At(60) + Silence);
        Assert.True(_tracker.Current.Stuck);
        Assert.Equal(Working, Now);

        _tracker.Output(At(60) + Silence * 2);
        Assert.False(_tracker.Current.Stuck);
    }

    [Fact]
    public void What_turns_and_counts_on_by_itself_is_no_sign_of_life()
    {
        Say(1, Hook, Working);
        Say(2, Title, Working);
        Say(3, Screen, Working);
        Say(60, Title, Working);
        Say(61, Screen, Working);
        _tracker.Output(At(62), isProgress: false);

        _tracker.Advance(At(3) + Silence);
        Assert.True(_tracker.Current.Stuck);
        Say(3 + Silence.TotalSeconds + 1, Title, Idle);
        Assert.False(_tracker.Current.Stuck);
    }

    [Fact]
    public void An_agent_that_waits_for_an_answer_may_be_silent_for_ever()
    {
        Say(1, Hook, Waiting);

        _tracker.Advance(At(86_400));

        Assert.False(_tracker.Current.Stuck);
        Assert.Null(_tracker.NextDue);
    }

    [Fact]
    public void Each_change_is_kept_with_its_evidence()
    {
        Say(1, Hook, Working);
        Say(2, Hook, Working);
        Say(3, Hook, Done);

        Assert.Equal(
            [(At(1), Starting, Working, "Hook Working"), (At(3), Working, Done, "Hook Done")],
            _tracker.Changes.Select(c => (c.At, c.From.Activity, c.To.State.Activity, c.To.Reason)));
        Assert.Equal(At(3), Assert.Single(_tracker.Claims).Since);
    }

    [Fact]
    public void The_exit_code_is_part_of_the_state()
    {
        _tracker.Exited(137, At(1));
        Assert.Equal((Exited, 137), (Now, _tracker.Current.State.ExitCode));

        var gone = new StateTracker(Silence, Start);
        gone.Exited(-1, At(1));
        Assert.Null(gone.Current.State.ExitCode);
    }

    /// <summary>The hook events of a recorded permission dialog, as the plugin reads them, with the titles seen around them.</summary>
    [Fact]
    public void A_recorded_turn_with_a_permission_request_reads_as_it_went()
    {
        var seen = new List<AgentActivity>();
        (double At, EvidenceSource Source, AgentActivity Says)[] recording =
        [
            (0.0, Hook, Idle), (0.05, Title, Idle), (0.06, Hook, Working), (0.2, Title, Working), (0.24, Hook, Working),
                (0.25, Hook, Waiting),
            (0.3, Title, Idle), (6.25, Hook, Waiting), (20, Title, Working), (20.2, Hook, Working), (21, Hook, Done), (21.1, Title, Idle),
        ];
        foreach (var (at, source, says) in recording)
        {
            while (_tracker.NextDue is { } due && due < At(at)) Note(_tracker.Advance(due));
            Note(Say(at, source, says));
        }

        Assert.Equal([Idle, Working, Waiting, Working, Done], seen);

        void Note(bool changed)
        {
            if (changed && (seen.Count == 0 || seen[^1] != Now)) seen.Add(Now);
        }
    }

    private AgentActivity Now => _tracker.Current.State.Activity;

    private bool Say(double seconds, EvidenceSource source, AgentActivity activity) =>
        _tracker.Observe(source, new AgentReading(new AgentState(activity), $"{source} {activity}"), At(seconds));

    private static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);
}
