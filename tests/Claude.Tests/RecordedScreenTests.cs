using Orchtui.Agents;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

public sealed class RecordedScreenTests
{
    /// <summary>Screen and title alone, as when no hook can write; then the hooks alone. Seconds, state, evidence.</summary>
    [RequiresFact("shared")]
    public void Recorded_runs_tell_their_states_in_time()
    {
        var told = Recordings("claude-tui-*.timed.jsonl").Select(name => $"{name}\n{RecordedScreen.Timed(name)}")
            .Concat(Recordings("claude-hooks-*.jsonl").Select(name => $"{name}\n{RecordedScreen.Hooks(name)}"));
        Snapshot.Matches(string.Join("\n\n", told) + "\n", "states");
    }

    [RequiresTheory("shared")]
    [InlineData("claude-tui.raw", 120, 40, AgentActivity.Done)]
    [InlineData("claude-tui-80x24.raw", 80, 24, AgentActivity.Done)]
    [InlineData("claude-tui-working.raw", 100, 30, AgentActivity.Working)]
    [InlineData("claude-tui-permission.raw", 100, 30, AgentActivity.Waiting)]
    [InlineData("claude-tui-overloaded.raw", 100, 30, AgentActivity.Failed)]
    [InlineData("claude-tui-bell.raw", 120, 40, AgentActivity.Waiting)]
    [InlineData("claude-tui-fullscreen.raw", 120, 40, AgentActivity.Done)]
    [InlineData("claude-tui-ghostty.raw", 120, 40, AgentActivity.Waiting)]
    [InlineData("claude-tui-iterm.raw", 120, 40, AgentActivity.Waiting)]
    [InlineData("claude-tui-kitty.raw", 120, 40, AgentActivity.Done)]
    [InlineData("claude-tui-none.raw", 120, 40, AgentActivity.Done)]
    public void A_recorded_run_comes_to_its_state_without_hooks(string name, int columns, int rows, AgentActivity activity) =>
        Assert.Equal(activity, RecordedScreen.Final(name, columns, rows).State.Activity);

    [RequiresFact("shared")]
    public void Every_recording_of_a_screen_is_replayed()
    {
        Assert.Equal(11, Recordings("claude-tui*.raw").Count());
        Assert.Equal(6, Recordings("claude-tui-*.timed.jsonl").Count());
        Assert.Equal(5, Recordings("claude-hooks-*.jsonl").Count());
    }

    private static IEnumerable<string> Recordings(string pattern) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(Fixtures.Recording("x"))!, pattern).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);
}
