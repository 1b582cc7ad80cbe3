using Orchtui.Terminal;
using Orchtui.TestKit;

namespace Orchtui.Codex.Tests;

/// <summary>Whole recorded runs of the real CLI: which states are seen, and when.</summary>
public sealed class CodexReplayTests
{
    [RequiresTheory("shared")]
    [InlineData("kitty", "0 Starting 0.7 Idle 0.8 Working 6.3 Done", null)]
    [InlineData("none", "0 Starting 0.8 Idle 0.8 Working 6.2 Done", null)]
    [InlineData("osc9", "0 Starting 0.5 Idle 0.6 Working 0.8 Waiting", 1.5)]
    [InlineData("bel", "0.1 Starting 0.6 Idle 0.7 Working 0.9 Waiting", 1.5)]
    public void A_recorded_run_goes_through_its_states_at_their_times(string name, string expected, double? questionBy)
    {
        var run = RecordedRun.Play(Fixtures.Recording($"codex-tui-{name}.timed.jsonl"), new CellSize(120, 40));
        Assert.Equal(expected, string.Join(' ', run.States.Select(state => FormattableString.Invariant($"{state.Seconds} {state.Activity}"))));
        if (questionBy is { } latest) Assert.True(run.QuestionAt <= latest, $"The question was known after {run.QuestionAt} s.");
        else Assert.Null(run.QuestionAt);
    }

    [RequiresFact("shared")]
    public void Every_timed_recording_is_replayed() => Assert.Equal(
        ["bel", "kitty", "none", "osc9"],
        Directory.EnumerateFiles(Path.GetDirectoryName(Fixtures.Recording("x"))!, "codex-tui-*.timed.jsonl")
            .Select(file => Path.GetFileName(file)["codex-tui-".Length..^".timed.jsonl".Length]).Order(StringComparer.Ordinal));
}
