using System.Text.Json;
using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>What the real OpenCode asks, answered through its own server from the inbox.</summary>
public sealed class OpenCodeInboxTests : OpenCodeTest
{
    [OpenCodeFact]
    public async Task Commands_are_allowed_once_allowed_always_and_refused()
    {
        const string Prompt = """Please [[bash command="touch one.txt; env > env.txt"]] [[bash command=mkdir some]] [[bash command=mkdir some/more]] [[bash command=rm one.txt]]""";
        var id = await AddAsync(Prompt, "interactive");
        var first = await Home.WaitForQuestionAsync(id);
        Assert.Equal(("opencode", "bash: touch one.txt; env > env.txt", "true"), (first.Text("agent"), first.Text("question"), first.Text("takes_text")));
        Assert.Equal(["once", "always", "reject"], first["options"]!.AsArray().Select(option => option!.Text("id")));
        Assert.Equal("in_progress", await Home.StatusAsync(id));
        var worktree = (await Home.TaskAsync(id)).Text("worktree");
        Assert.False(File.Exists(Path.Combine(worktree, "one.txt")));
        await Home.AnswerAsync(first, "--once");

        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id, "mkdir some"), "--always");
        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id, "rm one.txt"), "--deny");
        await Home.WaitForStateAsync(id, "idle");
        Assert.Equal("in_progress", await Home.StatusAsync(id));
        Assert.True(File.Exists(Path.Combine(worktree, "one.txt")));
        Assert.True(Directory.Exists(Path.Combine(worktree, "some", "more")));
        var environment = await File.ReadAllTextAsync(Path.Combine(worktree, "env.txt"));
        Assert.Contains("ORCHTUI_HOME=", environment);
        Assert.DoesNotContain("OPENCODE_SERVER_PASSWORD", environment);
        Assert.Equal(
            ["reject: Reject", "always: Allow always: mkdir *", "once: Allow once"],
            (await Home.JsonAsync("inbox", "history")).AsArray().Select(receipt => receipt!.Text("answer")));
        (await Home.RunAsync("inbox", "answer", first.Text("id"), "--once")).Failed(1, "Nothing is asked");
    }

    [OpenCodeFact]
    public async Task Words_of_the_persons_own_refuse_and_say_what_to_do_instead()
    {
        var id = await AddAsync("Please [[bash command=touch one.txt]] [[say text=As you wish.]]", "interactive");
        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id), "--text", "Leave it alone");
        await Home.WaitForTaskAsync(id, "done");
        Assert.Contains("Leave it alone", (await AskedOfModelAsync())[^1].LastResult);
    }

    [OpenCodeFact]
    public async Task Question_of_the_models_own_is_answered_by_an_option_and_in_own_words()
    {
        var id = await AddAsync(
            "Please [[ask question=Which colour? options=Red|Blue]] [[ask question=Which size? options=Small|Large]] [[say text=So be it.]]", "interactive");
        var colour = await Home.WaitForQuestionAsync(id, "Which colour?");
        Assert.Equal(["Red", "Blue", "Dismiss"], colour["options"]!.AsArray().Select(option => option!.Text("label")));
        Assert.Equal("in_progress", await Home.StatusAsync(id));
        await Home.AnswerAsync(colour, "--option", "Blue");
        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id, "Which size?"), "--text", "Rather middling");
        await Home.WaitForTaskAsync(id, "done");
        var asked = await AskedOfModelAsync();
        Assert.Contains("Blue", asked[^2].LastResult);
        Assert.Contains("Rather middling", asked[^1].LastResult);
    }

    [OpenCodeFact]
    public async Task Several_questions_at_once_are_answered_one_after_the_other()
    {
        var input = JsonSerializer.Serialize(JsonSerializer.Serialize(new
        {
            questions = new object[]
            {
                new { question = "Which colour?", header = "Colour", options = Options("Red", "Blue") },
                new { question = "Which parts?", header = "Parts", multiple = true, options = Options("Roof", "Wall", "Door") },
            },
        }));
        var id = await AddAsync($"Please [[tool name=question input={input}]] [[say text=So be it.]]", "interactive");
        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id, "1 of 2: Which colour?"), "--option", "Blue");
        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id, "2 of 2: Which parts?"), "--option", "Door");
        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id, "Chosen: Door"), "--text", "A chimney");
        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id, "Chosen: Door, A chimney"), "--option", "that is all");
        await Home.WaitForTaskAsync(id, "done");
        var told = (await AskedOfModelAsync())[^1].LastResult;
        Assert.Contains("Blue", told);
        Assert.Contains("Door, A chimney", told);

        static object[] Options(params string[] labels) => [.. labels.Select(label => new { label, description = "" })];
    }

    [OpenCodeFact]
    public async Task Answer_that_comes_too_late_is_refused()
    {
        var id = await AddAsync("Please [[bash command=touch one.txt]] [[bash command=mkdir some]]", "interactive");
        var first = await Home.WaitForQuestionAsync(id);
        var (pane, worktree) = (await Home.WaitForPaneOfTaskAsync(id), (await Home.TaskAsync(id)).Text("worktree"));
        await Home.WaitForTextAsync(pane, "Allow once");
        (await Home.RunAsync("pane", "send", pane, "Enter")).Succeeded();
        var second = await Home.WaitForQuestionAsync(id, "mkdir some");
        (await Home.RunAsync("inbox", "answer", first.Text("id"), "--deny")).Failed(1, "asks something else by now");
        Assert.True(File.Exists(Path.Combine(worktree, "one.txt")));
        Assert.Equal("unknown", (await Home.WaitForReceiptAsync(first.Text("id"), "elsewhere")).Text("by"));

        // The host has not heard yet that the question is gone.
        var (host, _) = await Home.PidsAsync();
        ProcessSignals.Send(host, Signal.Stop);
        try
        {
            await ReplyAsync(id, "reject");
        }
        finally
        {
            ProcessSignals.Send(host, Signal.Continue);
        }

        var late = await Home.RunAsync("inbox", "answer", second.Text("id"), "--once");
        Assert.Equal(1, late.ExitCode);
        await Home.WaitForStateAsync(id, "idle");
        Assert.False(Directory.Exists(Path.Combine(worktree, "some")));
        var told = (await Home.JsonAsync("inbox", "history")).AsArray().Where(receipt => receipt!.Text("question_id") == second.Text("id"));
        Assert.Contains(told, receipt => receipt!.Text("state") is "elsewhere" or "refused");
    }

    [OpenCodeFact]
    public async Task Draft_in_the_pane_is_not_touched_by_an_answer()
    {
        Play("ok-100");
        var id = await AddAsync("Please [[pause ms=300]] [[bash command=touch one.txt]] [[say text=It was done, in more words than it needs.]]", "interactive");
        var pane = await Home.WaitForPaneOfTaskAsync(id);
        await Home.WaitForTextAsync(pane, "interrupt");
        (await Home.RunAsync("pane", "send", pane, "--literal", "half a thought")).Succeeded();
        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id), "--once");
        await Home.WaitForTaskAsync(id, "in_review");
        await Home.WaitForTextAsync(pane, "half a thought");
        Assert.DoesNotContain(await AskedOfModelAsync(), request => request.Prompts.Any(prompt => prompt.Contains("half a thought")));
    }

    [OpenCodeFact]
    public async Task Questions_are_answered_by_a_plugin_that_was_loaded_anew()
    {
        var id = await AddAsync("Please [[say text=At your service.]]", "interactive");
        await Home.WaitForTaskAsync(id, "in_review");
        (await Home.RunAsync("plugin", "reload", "opencode")).Succeeded();
        var pane = await Home.WaitForPaneOfTaskAsync(id);
        (await Home.RunAsync("pane", "send", pane, "--literal", "Now [[bash command=touch one.txt]]")).Succeeded();
        (await Home.RunAsync("pane", "send", pane, "Enter")).Succeeded();
        await Home.AnswerAsync(await Home.WaitForQuestionAsync(id, "touch one.txt"), "--once");
        await Home.WaitForReceiptsAsync(id, "confirmed: once: Allow once");
    }

    [OpenCodeFact]
    public async Task Question_is_still_there_when_the_host_was_killed()
    {
        var id = await AddAsync("Please [[bash command=echo asked > asked.txt]]", "interactive");
        var question = await Home.WaitForQuestionAsync(id);
        var (host, _) = await Home.PidsAsync();
        ProcessSignals.Send(host, Signal.Kill);
        await Eventually.TrueAsync("the host is gone", () => !RunningProcess.IsAlive(host));
        var again = await Home.WaitForQuestionAsync(id);
        Assert.Equal(question.Text("id"), again.Text("id"));
        await Home.AnswerAsync(again, "--once");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("1", task.Text("attempts"));
        Assert.Equal("asked", Repository.Git("show", $"{task.Text("branch")}:asked.txt"));
    }

    /// <summary>Answers what is open through the agent's server, past the product.</summary>
    private async Task ReplyAsync(string id, string reply)
    {
        var asked = (await OpenCode.AskAsync(Home, id, "GET", "/permission"))!.AsArray();
        var answered = await OpenCode.AskAsync(Home, id, "POST", $"/permission/{Assert.Single(asked)!["id"]}/reply", $$"""{"reply":"{{reply}}"}""");
        Assert.True(answered!.GetValue<bool>());
    }
}
