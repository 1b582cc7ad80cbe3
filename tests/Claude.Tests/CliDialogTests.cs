using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

/// <summary>Dialogs as the CLI drew them, and such as nobody expected.</summary>
public sealed class CliDialogTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Permission =
        """
        ● Bash(sh -c "echo asked > asked.txt")
          ⎿  Waiting…

        ────────────────────────────────────────────────────────────
         Bash command

           sh -c "echo asked > asked.txt"
           Run the scripted command

         This command requires approval

         Do you want to proceed?
         ❯ 1. Yes
           2. Yes, and don’t ask again for: sh -c "echo asked > asked.txt"
           3. No

         Esc to cancel · Tab to amend · ctrl+e to explain
        """;

    private readonly CliObserver _observer = new(Fixtures.Data, new ManualTime());

    [Fact]
    public void A_permission_is_given_by_its_number_and_refused_by_escape()
    {
        var question = Read(Permission)!.State.Question!;
        Assert.Equal([["1"], ["2"], ["Escape"]], question.Options.Select(option => option.Keys));
        Assert.Equal(
            [AnswerKind.AllowOnce, AnswerKind.AllowAlways, AnswerKind.Deny], question.Options.Select(option => option.Kind));
        Assert.Equal(new RowRange(4, 14), question.Rows);
        Assert.Equal(["Escape"], question.TextKeys!);
    }

    [Fact]
    public void One_of_several_questions_is_read_as_the_one_on_the_screen()
    {
        var question = Read(
            """
            ────────────────────────────────────────
            ←  ☒ Colour  ☐ Size  ✔ Submit  →
            Which size?
            ❯ 1. Small
                 s
              2. Large
                 l
              3. Type something.
            ────────────────────────────────────────
              4. Chat about this
            Enter to select · Tab/Arrow keys to navigate · Esc to cancel
            """)!.State.Question!;
        Assert.Equal("←  ☒ Colour  ☐ Size  ✔ Submit  →\nWhich size?", question.Text);
        Assert.Equal(["Small s", "Large l", "Chat about this"], question.Options.Select(option => option.Label));
        Assert.Equal(["3"], question.TextKeys!);
    }

    [Fact]
    public void The_keys_of_a_question_with_several_answers_tick_them_and_the_arrow_goes_on()
    {
        var state = Read(
            """
            ────────────────────────────────────────
            ←  ☐ Colour  ✔ Submit  →
            Which colours?
            ❯ 1. [ ] Red
              r
              2. [ ] Blue
              b
              3. [ ] Type something
                 Submit
            ────────────────────────────────────────
              4. Chat about this
            Enter to select · ↑/↓ to navigate · Esc to cancel
            """)!.State;
        Assert.Equal(AgentActivity.Waiting, state.Activity);
        Assert.Equal(
            ["1: [ ] Red r", "2: [ ] Blue b", "4: Chat about this", "Right: Go on with what is ticked"],
            state.Question!.Options.Select(option => $"{string.Join(' ', option.Keys)}: {option.Label}"));
        Assert.Null(state.Question.TextKeys);
    }

    [Fact]
    public void The_answers_beyond_the_digits_are_reached_from_where_the_mark_stands()
    {
        var rows = string.Join('\n', Enumerable.Range(1, 11).Select(i => $"{(i == 9 ? "❯" : " ")} {i}. Choice {i}"));
        var options = Read($"────────────────────\nPick?\n{rows}")!.State.Question!.Options;
        Assert.Equal(["Down", "Down", "Enter"], options[10].Keys);
        Assert.Equal(["9"], options[8].Keys);
    }

    [Fact]
    public void The_dialog_that_follows_a_used_up_plan_is_a_limit_with_its_end()
    {
        var state = Read(
            """
            ❯ hello
              ⎿  You've hit your limit · resets Jan 1, 2030, 12am (UTC)

            ✻ Cooked for 0s

            ❯ /rate-limit-options

            ────────────────────────────────────────
              What do you want to do?
              ❯ 1. Stop and wait for limit to reset
                2. Upgrade your plan

              Enter to confirm · Esc to cancel
            """)!.State;
        Assert.Equal((AgentActivity.Limited, AgentErrorClass.RateLimit), (state.Activity, state.ErrorClass));
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), state.Until);
        Assert.StartsWith("You've hit your limit", state.Error);
    }

    /// <summary>The same dialog as a later version might draw it: no rule may take it for a prompt at which nothing is asked.</summary>
    [Theory]
    [InlineData("Do you want to proceed?", "Shall this run", AgentActivity.Waiting)]
    [InlineData("1. Yes\n", "(a) Allow\n", AgentActivity.Waiting)]
    [InlineData("1. Yes\n   2. Yes, and don’t ask again for: sh -c \"echo asked > asked.txt\"\n   3. No\n\n Esc to cancel · Tab to amend · ctrl+e to explain",
        "Allow   Always   Reject", AgentActivity.Unknown)]
    [InlineData("1. Yes\n   2. Yes, and don’t ask again for: sh -c \"echo asked > asked.txt\"\n   3. No\n\n Esc to cancel · Tab to amend · ctrl+e to explain",
        "Proceed (y/n)", AgentActivity.Waiting)]
    public void A_dialog_that_was_redrawn_is_never_idle(string old, string redrawn, AgentActivity activity)
    {
        Assert.Contains(old, Permission);
        var tracker = new StateTracker(TimeSpan.FromMinutes(15), Now);
        tracker.Observe(EvidenceSource.Title, _observer.OnTitle("✳ Claude Code")!, Now);
        tracker.Observe(EvidenceSource.Screen, Read(Permission.Replace(old, redrawn, StringComparison.Ordinal))!, Now.AddSeconds(0.3));
        tracker.Advance(Now.AddSeconds(2));
        Assert.Equal(activity, tracker.Current.State.Activity);
    }

    private AgentReading? Read(string text) => _observer.OnScreen(text.ReplaceLineEndings("\n").Split('\n').Select(row => row.TrimEnd(' ')).ToArray());
}
