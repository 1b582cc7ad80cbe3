using System.Text;
using Orchtui.Agents;
using Orchtui.Plugins.Demo;
using Orchtui.Plugins.Demo.Agent;

namespace Orchtui.Demo.Tests;

public sealed class DemoObserverTests
{
    private readonly DemoObserver _observer = new();

    [Theory]
    [InlineData("""{"event":"started","session_id":"s"}""", AgentActivity.Starting)]
    [InlineData("""{"event":"working","session_id":"s"}""", AgentActivity.Working)]
    [InlineData("""{"event":"question","session_id":"s","text":"Why?"}""", AgentActivity.Waiting)]
    [InlineData("""{"event":"idle","session_id":"s"}""", AgentActivity.Idle)]
    [InlineData("""{"event":"done","session_id":"s"}""", AgentActivity.Done)]
    [InlineData("""{"event":"failed","session_id":"s","text":"no"}""", AgentActivity.Failed)]
    public void An_event_speaks_for_a_state_and_carries_the_session(string payload, AgentActivity activity)
    {
        var reading = _observer.OnEvent(Encoding.UTF8.GetBytes(payload));
        Assert.Equal((activity, "s"), (reading!.State.Activity, reading.SessionId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"event":"unheard-of","session_id":"s"}""")]
    public void What_is_no_event_says_nothing(string payload) => Assert.Null(_observer.OnEvent(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void A_question_carries_its_text_and_answers()
    {
        var question = _observer.OnEvent("""{"event":"question","session_id":"s","text":"Why?"}"""u8.ToArray())!.State.Question!;
        Assert.Equal("Why?", question.Text);
        Assert.Equal([("y", AnswerKind.AllowOnce, "y"), ("n", AnswerKind.Deny, "n")], question.Options.Select(option => (option.Id, option.Kind, option.Keys.Single())));
    }

    [Fact]
    public void A_question_on_the_screen_says_where_it_stands()
    {
        var question = _observer.OnScreen(["● works", "", $"{DemoQuestion.Text} [y/n]", ""])!.State.Question!;
        Assert.Equal(new RowRange(2, 2), question.Rows);
    }

    [Theory]
    [InlineData("● demo · repo", AgentActivity.Working)]
    [InlineData("? demo · repo", AgentActivity.Waiting)]
    [InlineData("✔ demo · repo", AgentActivity.Done)]
    [InlineData("✗ demo · repo", AgentActivity.Failed)]
    public void A_title_speaks_by_its_mark(string title, AgentActivity activity) =>
        Assert.Equal(activity, _observer.OnTitle(title)!.State.Activity);

    [Fact]
    public void Another_title_says_nothing() => Assert.Null(_observer.OnTitle("vim"));

    [Fact]
    public void The_question_counts_only_on_the_lowest_row()
    {
        Assert.Equal(AgentActivity.Waiting, _observer.OnScreen(["x", " Shall I also add a test? [y/n]", ""])!.State.Activity);
        Assert.Null(_observer.OnScreen([" Shall I also add a test? [y/n]", " › "]));
        Assert.Null(_observer.OnScreen([]));
    }
}
