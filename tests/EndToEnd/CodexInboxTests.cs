using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>What the real Codex asks, answered from the inbox by the keys of its dialog.</summary>
public sealed class CodexInboxTests : CodexTest
{
    [CodexFact]
    public async Task What_is_allowed_always_is_not_asked_again_a_stale_answer_is_refused_and_own_words_are_taken()
    {
        var probe = Home["probe"];
        var id = await AddAsync(
            "interactive",
            $"Please [[bash command=touch {probe} why=May I touch it?]] [[bash command=touch {probe} why=And again?]] "
            + $"[[bash command=rm {probe} why=May I remove it?]] "
            + $"[[bash command=mkdir {probe} why=And what else?]]");
        var first = await Home.WaitForQuestionAsync(id, "touch it?");
        await Home.AnswerAsync(first, "--always");
        var second = await Home.WaitForQuestionAsync(id, "May I remove it?");
        Assert.True(File.Exists(probe));
        (await Home.RunAsync("inbox", "answer", first.Text("id"), "--once")).Failed(1, "asks something else by now");

        var pane = await Home.WaitForPaneOfTaskAsync(id);
        (await Home.RunAsync("pane", "send", pane, "y")).Succeeded();
        var last = await Home.WaitForQuestionAsync(id, "And what else?");
        Assert.False(File.Exists(probe));
        (await Home.RunAsync("inbox", "answer", second.Text("id"), "--deny")).Failed(1, "asks something else by now");

        await Home.AnswerAsync(last, "--text", "Rather [[write path=notes.txt text=In other words]]");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("In other words", Repository.Git("show", $"{task.Text("branch")}:notes.txt"));
        Assert.False(Directory.Exists(probe));
        Assert.Equal(["confirmed", "refused", "refused", "confirmed"], (await Home.JsonAsync("inbox", "history")).AsArray().Select(receipt => receipt!.Text("state")));
    }

    [CodexFact]
    public async Task Answer_is_refused_while_a_person_types()
    {
        var probe = Home["probe"];
        var id = await AddAsync(
            "interactive", $"Please [[bash command=touch {probe} why=May I touch it?]] [[say text=It was tried.]]");
        var screen = Attach(120, 40);
        var question = await Home.WaitForQuestionAsync(id);
        screen.SendKeys("Enter");
        await screen.WaitForAsync("its pane", "Would you like to run the following command");
        screen.SendKeys("x");
        (await Home.RunAsync("inbox", "answer", question.Text("id"), "--once")).Failed(1, "typing");
        await Home.WaitForReceiptAsync(question.Text("id"), "refused");
        Assert.False(File.Exists(probe));
    }
}
