using System.Diagnostics;
using System.Text.Json;
using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;
using Xunit.Abstractions;

namespace Orchtui.EndToEnd;

/// <summary>What a real Claude Code asks, answered from elsewhere than its pane; and the answers that must not be given.</summary>
public sealed class ClaudeInboxTests(ITestOutputHelper output) : ClaudeTest
{
    private const string Proceed = "Do you want to proceed";
    private const string Copy = "install -m 600 README.md copy.txt";

    [ClaudeFact]
    public async Task Answers_by_word_number_and_text_are_taken_and_what_is_always_allowed_is_not_asked_again()
    {
        const string Prompt =
            $"""
            Please [[bash command="sh -c 'echo once > once.txt'"]] [[bash command={Copy}]] [[bash command={Copy}]]
            [[ask question=Which colour? options=Red|Blue]] [[ask question=Which shape? options=Round|Square]] [[say text=All of it is asked.]]
            """;
        var id = await AskAsync("Ask much", Prompt);
        var first = await Home.AnswerAsync(id, "once.txt", "--once");
        Assert.Equal(("claude", id), (first.Text("agent"), first.Text("task")));
        Assert.Contains(first["options"]!.AsArray(), option => option!.Text("kind") == "deny");
        var second = await Home.AnswerAsync(id, Copy, "--always");
        Assert.Contains(second["options"]!.AsArray(), option => option!.Text("kind") == "allow_always" && option!.Text("label").Contains("install"));
        var third = await Home.AnswerAsync(id, "Which colour?", "--option", "2");
        Assert.True(third["takes_text"]!.GetValue<bool>());
        await Home.AnswerAsync(id, "Which shape?", "--text", "Rather hexagonal");

        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("once", Repository.Git("show", $"{task.Text("branch")}:once.txt"));
        Assert.Contains("copy.txt", Repository.Git("ls-tree", "--name-only", task.Text("branch")));
        var shown = await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "1000");
        Assert.Contains("Which colour? → Blue", shown);
        Assert.Contains("Which shape? → Rather hexagonal", shown);
        Assert.Empty(await Home.QuestionsAsync());
        await Home.WaitForReceiptsAsync(
            id, "confirmed: 1: Yes", $"confirmed: 2: {second["options"]![1]!.Text("label")}", "confirmed: 2: Blue Choose Blue", "confirmed: Rather hexagonal");
    }

    [ClaudeFact]
    public async Task Denied_command_is_not_run_and_nothing_is_written_over_a_draft_or_to_another_question()
    {
        Claude.Play(Home, "ok-100");
        var id = await AskAsync("Ask for much", """Please [[bash command="sh -c 'echo denied > denied.txt'"]]""");
        var denied = await Home.AnswerAsync(id, "denied.txt", "--deny");
        await Home.WaitForReceiptsAsync(id, "confirmed: 3: No");
        var pane = await Home.WaitForPaneOfTaskAsync(id);
        await Home.WaitForTextAsync(pane, "What should Claude do instead");
        await Eventually.TrueAsync("it is at rest", async () => (await Home.JsonAsync("agent", "explain", id)).Text("state") == "idle");
        var task = await Home.TaskAsync(id);
        Assert.Equal("in_progress", task.Text("status"));
        Assert.False(File.Exists(Path.Combine(task.Text("worktree"), "denied.txt")));
        (await Home.RunAsync("inbox", "answer", denied.Text("id"), "--once")).Failed(1, "inbox list");
        await Home.WaitForReceiptsAsync(id, "confirmed: 3: No", "refused: 1: Yes");

        // The person goes on in the pane and has begun another message when the next question comes.
        var screen = Attach(120, 40, "--task", id);
        await screen.WaitForAsync("the prompt", "^❯");
        screen.Type("""Then [[bash command="sh -c 'echo two > two.txt'"]] [[bash command="sh -c 'echo three > three.txt'"]]""");
        await screen.WaitForAsync("the typed prompt", "three.txt'\"\\]\\]");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("Claude works", "esc to interrupt");
        screen.Type("wait a");
        var second = await Home.WaitForQuestionAsync(id, "two.txt");
        var refused = (await Home.RunAsync("inbox", "answer", second.Text("id"), "--once")).Failed(1, "typing");
        Assert.DoesNotContain("Yes", refused.Output);
        await screen.WaitForAsync("the question stands", Proceed);

        // Answered in the pane: what was asked is asked no more, and the next question is another one.
        screen.Type("1");
        await Eventually.TrueAsync("the command has run", () => File.Exists(Path.Combine(task.Text("worktree"), "two.txt")));
        (await Home.RunAsync("inbox", "answer", second.Text("id"), "--once")).Failed(1);
        var third = await Home.WaitForQuestionAsync(id, "three.txt");
        (await Home.RunAsync("inbox", "answer", second.Text("id"), "--once")).Failed(1, "something else", third.Text("id"));
        (await Home.RunAsync("inbox", "answer", third.Text("id"), "--once")).Failed(1, "typing");
        Assert.False(File.Exists(Path.Combine(task.Text("worktree"), "three.txt")));
        screen.Type("3");
        await screen.WaitForAsync("the prompt is back, with the draft", "^❯.wait a");

        // Too late, over a draft, too late for what was answered in the pane (twice), over a draft again.
        await Home.WaitForReceiptsAsync(
            id, "confirmed: 3: No", "refused: 1: Yes", "refused: 1: Yes", "refused: 1: Yes", "refused: 1: Yes", "refused: 1: Yes");
        Assert.Equal("in_progress", await Home.StatusAsync(id));
    }

    [ClaudeFact]
    public async Task Draft_in_the_dialog_itself_is_not_written_into()
    {
        var id = await AskAsync("Ask", "Please [[ask question=Which colour? options=Red|Blue]]");
        var question = await Home.WaitForQuestionAsync(id, "Which colour?");
        var screen = Attach(120, 40, "--task", id);
        await screen.WaitForAsync("the question", "Type something");
        screen.Type("3");
        await screen.WaitForAsync("the field for text", "❯ 3\\.");
        screen.Type("Gre");
        await screen.WaitForAsync("the begun answer", "Gre");
        (await Home.RunAsync("inbox", "answer", id, "--option", "1")).Failed(1);
        (await Home.RunAsync("inbox", "answer", question.Text("id"), "--text", "Yellow")).Failed(1);
        screen.Type("en");
        await screen.WaitForAsync("the whole answer", "Green");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("the person's answer alone is taken", "Which colour\\? → Green");
        await Home.WaitForTaskAsync(id, "done");
        Assert.DoesNotContain((await Home.JsonAsync("inbox", "history")).AsArray(), receipt => receipt!.Text("state") != "refused");
    }

    [ClaudeFact]
    public async Task Several_questions_at_once_and_several_answers_to_one_are_given_step_by_step()
    {
        var input = JsonSerializer.Serialize(JsonSerializer.Serialize(new
        {
            questions = new object[]
            {
                new { question = "Which colour?", header = "Colour", multiSelect = false, options = Options("Red", "Blue") },
                new { question = "Which parts?", header = "Parts", multiSelect = true, options = Options("Roof", "Wall", "Door") },
            },
        }));
        var id = await AskAsync("Ask", $"Please [[tool name=AskUserQuestion input={input}]]");
        await Home.AnswerAsync(id, "Which colour?", "--option", "2");
        await Home.AnswerAsync(id, "Which parts?", "--option", "1");
        await Home.AnswerAsync(id, "☒ Parts", "--option", "3");
        var ticked = await Home.WaitForQuestionAsync(id, "Which parts?");
        await Eventually.TrueAsync("both are ticked", async () =>
            string.Join(' ', (ticked = await Home.WaitForQuestionAsync(id, "Which parts?"))["options"]!.AsArray().Select(option => option!.Text("label")))
                is var labels && labels.Contains("[✔] Roof") && labels.Contains("[✔] Door"));
        await Home.AnswerAsync(ticked, "--option", "Go on with what is ticked");
        await Home.AnswerAsync(id, "Ready to submit your answers?", "--option", "1");
        await Home.WaitForTaskAsync(id, "done");
        var pane = await Home.CaptureAsync(await Home.WaitForPaneOfTaskAsync(id), "--history", "200");
        Assert.Contains("Which colour? → Blue", pane);
        Assert.Contains("Which parts? → Roof, Door", pane);

        static object[] Options(params string[] labels) => [.. labels.Select(label => new { label, description = $"Take {label}" })];
    }

    [ClaudeFact]
    public async Task Keys_of_the_inbox_allow_one_command_and_deny_the_next()
    {
        var screen = Start(Home.Program("attach"), 140, 40, Repository.Path);
        await screen.WaitForAsync("the queue", "No tasks yet");
        var id = await AskAsync(
            "Ask twice", """Please [[bash command="sh -c 'echo one > one.txt'"]] [[bash command="sh -c 'echo two > two.txt'"]]""");
        await screen.WaitForAsync("the queue says that it asks", "Ask twice .*asks");
        screen.SendKeys("i");
        await screen.WaitForAsync("the first question", "one\\.txt");
        await Home.WaitForQuestionAsync(id, "one.txt");
        screen.SendKeys("y");
        await screen.WaitForAsync("the second question", "two\\.txt");
        await Home.WaitForQuestionAsync(id, "two.txt");

        // A question that came by itself is answered only once there was time to look at it.
        const string Look = "look at it, then answer", Empty = "No agent asks anything";
        screen.SendKeys("n");
        await screen.WaitForAsync("the key is taken or not yet", $"{Look}|{Empty}");
        if (screen.Text.Contains(Look))
        {
            await screen.WaitForAsync("there was time to look", now => !now.Text.Contains(Look));
            screen.SendKeys("n");
        }

        await screen.WaitForAsync("the inbox is empty", Empty);
        await Home.WaitForReceiptsAsync(id, "confirmed: 1: Yes", "confirmed: 3: No");
        var worktree = (await Home.TaskAsync(id)).Text("worktree");
        Assert.True(File.Exists(Path.Combine(worktree, "one.txt")));
        Assert.False(File.Exists(Path.Combine(worktree, "two.txt")));
        Assert.Equal("in_progress", await Home.StatusAsync(id));
    }

    /// <summary>A repository that nobody has trusted yet, and a key that nobody has approved: Claude asks before it starts.</summary>
    [ClaudeFact]
    public async Task Dialogs_before_the_start_are_questions_like_others_and_never_skipped()
    {
        using var stranger = new TemporaryRepository();
        Home.Environment["ANTHROPIC_API_KEY"] = "sk-dummy-that-was-never-approved-of";
        var id = await Home.AddTaskAsync(
            stranger, "Write", "-b", "Please [[write path=notes.txt text=Trusted]]", "--agent", "claude", "--mode", "interactive");
        var trust = await Home.AnswerAsync(id, "trust", "--once");
        Assert.Contains(trust["options"]!.AsArray(), option => option!.Text("kind") == "deny");
        var key = await Home.WaitForQuestionAsync(id, "API key");
        (await Home.RunAsync("inbox", "answer", key.Text("id"), "--always")).Failed(1, "It offers");
        (await Home.RunAsync("inbox", "answer", key.Text("id"), "--option", "1")).Succeeded();
        var task = await Home.WaitForTaskAsync(id, "in_review");
        Assert.Equal("Trusted", stranger.Git("show", $"{task.Text("branch")}:notes.txt"));
    }

    /// <summary>The verb is called by a command of the agent's own, once plainly and once by a child that has left its session and its parent.</summary>
    [ClaudeFact]
    public async Task Agent_cannot_answer_a_question()
    {
        const string Helper = "answerer";
        WriteConfig($"agents:\n  claude:\n    allowed_tools: {Helper}\n");
        var asking = await AskAsync("Ask", """Please [[bash command="sh -c 'echo asked > asked.txt'"]]""");
        var question = await Home.WaitForQuestionAsync(asking, "asked.txt");
        WriteScript(Helper, $"""
            orchtui() ( env ORCHTUI_HOME='{Home.Path}' '{OrchtuiProgram.Path}' "$@"; echo "ended with $?" )
            orchtui inbox answer {question.Text("id")} --once > direct.txt 2>&1
            orchtui inbox list >> direct.txt 2>&1
            (setsid sh -c 'sleep 0.3; env ORCHTUI_HOME="{Home.Path}" "{OrchtuiProgram.Path}" inbox answer {asking} --once > orphan.new 2>&1; echo "ended with $?" >> orphan.new; mv orphan.new orphan.txt' &)
            until [ -f orphan.txt ]; do sleep 0.1; done
            """);
        var id = await AddAsync("Answer it", $"Please [[bash command={Helper}]]");
        var task = await Home.WaitForTaskAsync(id, "in_review");
        var direct = Repository.Git("show", $"{task.Text("branch")}:direct.txt");
        Assert.Contains($"'inbox.answer' is not open to a program in the pane of task {id}", direct);
        Assert.Contains($"'inbox.list' is not open to a program in the pane of task {id}", direct);
        var orphan = Repository.Git("show", $"{task.Text("branch")}:orphan.txt");
        Assert.Contains("'inbox.answer' is not open to a program", orphan);
        Assert.DoesNotContain("ended with 0", direct + orphan);

        Assert.Equal(question.Text("id"), Assert.Single(await Home.QuestionsAsync()).Text("id"));
        Assert.Empty((await Home.JsonAsync("inbox", "history")).AsArray());
        Assert.False(File.Exists(Path.Combine((await Home.TaskAsync(asking)).Text("worktree"), "asked.txt")));
    }

    /// <summary>From the moment at which a client shows the dialog until the inbox lists it, and until it can be answered.</summary>
    [ClaudeFact]
    public async Task Question_is_in_the_inbox_soon_after_its_dialog_is_drawn()
    {
        var screen = Attach(120, 40);
        await screen.WaitForAsync("the queue", "No tasks yet");
        using var connection = new RpcConnection(Home);
        for (var i = 1; i <= 3; i++)
        {
            var id = await AskAsync($"Ask {i}", $"Please [[bash command=\"sh -c 'echo asked > {i}.txt'\"]]");
            var pane = await Home.WaitForPaneOfTaskAsync(id);
            var (drawn, listed, answerable) = (0L, 0L, 0L);
            await Eventually.TrueAsync("it is listed and can be answered", async () =>
            {
                if (drawn == 0 && (await connection.CallAsync("pane.capture", new() { ["id"] = pane }))!.ToString().Contains(Proceed, StringComparison.Ordinal)) drawn = Stopwatch.GetTimestamp();
                var open = (await connection.CallAsync("inbox.list", []))!.AsArray().FirstOrDefault(open => open!.Text("task") == id);
                if (open is not null && listed == 0) listed = Stopwatch.GetTimestamp();
                if (open?.Text("source") == "screen" && answerable == 0) answerable = Stopwatch.GetTimestamp();
                return drawn != 0 && answerable != 0;
            });
            output.WriteLine($"dialog drawn to listed {Milliseconds(drawn, listed)} ms, to answerable by its screen {Milliseconds(drawn, answerable)} ms");
            Assert.True(Milliseconds(drawn, answerable) < 3000, "A question may not take longer than that to be seen.");
            (await Home.RunAsync("task", "cancel", id)).Succeeded();
        }

        static int Milliseconds(long from, long to) => (int)((to - from) * 1000 / Stopwatch.Frequency);
    }

    private Task<string> AskAsync(string title, string prompt) => AddAsync(title, prompt, "interactive");

    private void WriteScript(string name, string text)
    {
        var folder = Directory.CreateDirectory(Home["scripts"]).FullName;
        var script = Path.Combine(folder, name);
        File.WriteAllText(script, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Home.Environment["PATH"] = $"{folder}:{Home.Environment["PATH"]}";
    }
}
