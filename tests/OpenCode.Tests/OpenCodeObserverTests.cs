using Orchtui.Agents;
using Orchtui.Plugins.OpenCode;
using Orchtui.TestKit;

namespace Orchtui.OpenCode.Tests;

public sealed class OpenCodeObserverTests
{
    private readonly OpenCodeObserver _observer = new(Fixtures.Data.Screen);

    [RequiresTheory("shared")]
    [InlineData("opencode-tui", AgentActivity.Done)]
    [InlineData("opencode-tui-80x24", AgentActivity.Done)]
    [InlineData("opencode-tui-permission", AgentActivity.Working)]
    public void Recorded_screens_give_their_state(string name, AgentActivity activity) =>
        Assert.Equal(activity, _observer.OnScreen(File.ReadAllLines(Fixtures.Recording($"{name}.expected.txt")))!.State.Activity);

    [Fact]
    public void A_permission_dialog_gives_its_question_and_the_rows_that_prove_it()
    {
        string[] rows =
        [
            "     I will do that now.",
            "  ┃",
            "  ┃  △ Permission required",
            "  ┃    # Shell command",
            "  ┃",
            "  ┃  $ touch probe.txt && echo made",
            "  ┃",
            "  ┃   Allow once   Allow always   Reject             ctrl+f fullscreen  ⇆ select  enter confirm",
            "  ┃",
        ];
        var question = _observer.OnScreen(rows)!.State.Question!;
        Assert.Equal("# Shell command\n$ touch probe.txt && echo made", question.Text);
        Assert.Equal(new RowRange(2, 7), question.Rows);
        Assert.Equal([AnswerKind.AllowOnce, AnswerKind.AllowAlways, AnswerKind.Deny], question.Options.Select(option => option.Kind));
        Assert.All(question.Options, option => Assert.Empty(option.Keys));
    }

    [Fact]
    public void A_dialog_that_is_quoted_above_the_prompt_is_none()
    {
        string[] rows =
        [
            "  ┃  △ Permission required",
            "  ┃   Allow once   Allow always   Reject   enter confirm",
            "     ▣  Build · Scripted One · 7.1s",
            "   /home/dev/repo      ctrl+p commands",
        ];
        Assert.Equal(AgentActivity.Done, _observer.OnScreen(rows)!.State.Activity);
    }

    [Theory]
    [InlineData("OpenCode")]
    [InlineData("OC | Create hello file")]
    public void A_title_says_nothing(string title) => Assert.Null(_observer.OnTitle(title));

    [Fact]
    public void A_screen_that_no_rule_knows_says_nothing() => Assert.Null(_observer.OnScreen(["", "something else", ""]));
}
