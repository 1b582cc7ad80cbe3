using System.Text;
using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Plugins.Codex;
using Orchtui.TestKit;

namespace Orchtui.Codex.Tests;

public sealed class CodexObserverTests : IDisposable
{
    private const string Thread = "01a1fdab-27dd-7780-88d6-913eaaa4992e";
    private const string Title = "cxrepo | 01a1fdab-27dd-7780-88d6-913ea...";

    private readonly TemporaryDirectory _home = new();
    private readonly CodexObserver _observer = new(Fixtures.Data, new ManualTime(Fixtures.Now));

    [RequiresTheory("shared")]
    [InlineData("codex-tui", AgentActivity.Done)]
    [InlineData("codex-tui-80x24", AgentActivity.Done)]
    [InlineData("codex-tui-working", AgentActivity.Working)]
    [InlineData("codex-tui-permission", AgentActivity.Waiting)]
    public void Recorded_screens_give_their_state(string name, AgentActivity activity) =>
        Assert.Equal(activity, _observer.OnScreen(File.ReadAllLines(Fixtures.Recording($"{name}.expected.txt")))!.State.Activity);

    [RequiresFact("shared")]
    public void The_recorded_approval_dialog_gives_its_question_keys_and_rows()
    {
        var rows = File.ReadAllLines(Fixtures.Recording("codex-tui-permission.expected.txt"));
        var question = _observer.OnScreen(rows)!.State.Question!;
        Assert.Equal(
            "Would you like to run the following command?\nEnvironment: local\nReason: Do you want to let me create /etc/orch-probe?\n"
            + "$ touch /etc/orch-probe && echo made",
            question.Text);
        AssertOptions(
            question,
            ("y", "Yes, proceed", AnswerKind.AllowOnce, "y"),
            ("p", "Yes, and don't ask again for commands that start with `touch /etc/orch-probe`", AnswerKind.AllowAlways, "p"),
            ("esc", "No, and tell Codex what to do differently", AnswerKind.Deny, "Escape"));
        Assert.Equal(["Escape"], question.TextKeys);
        var (first, last) = (question.Rows!.Value.First, question.Rows.Value.Last);
        Assert.StartsWith("  Would you like", rows[first]);
        Assert.StartsWith("  3. No", rows[last]);
    }

    [Fact]
    public void An_approval_of_edits_leaves_out_what_stands_above_it()
    {
        var reading = Screen(
            """
            • Added hello.txt (+1 -0)
                1 +Hello from the scripted model.
                + Show details


              Would you like to make the following edits?

              Description: Apply proposed file edits
              Destination: /root/cxrepo/hello.txt

            › 1. Yes, proceed (y)
              2. Yes, and don't ask again for these files (a)
              3. No, and tell Codex what to do differently (esc)

              Press enter to confirm or esc to cancel
            """)!;
        Assert.Equal("screen: approval dialog", reading.Reason);
        Assert.StartsWith("Would you like to make the following edits?\nDescription", reading.State.Question!.Text);
        Assert.Equal(new RowRange(5, 12), reading.State.Question.Rows);
        Assert.Equal(["y", "a", "Escape"], reading.State.Question.Options.Select(option => Assert.Single(option.Keys)));
    }

    [Fact]
    public void The_trust_dialog_is_a_question_with_its_folder_and_the_marked_answer_takes_Enter()
    {
        var reading = Screen(
            """

              Folder access
              /root/cxrepo

              Trust this folder? Codex can read, edit, and run files here, subject to your permission settings. Folder
              settings can run code automatically, even without a model request. Continue only if you trust these files.
              Your trust decision will be saved.

            › 1. Trust and continue
              2. Back to Agent Command Center

              enter continue · esc back
            """)!;
        Assert.Equal("screen: trust dialog", reading.Reason);
        Assert.StartsWith("Folder access\n/root/cxrepo\nTrust this folder?", reading.State.Question!.Text);
        AssertOptions(
            reading.State.Question,
            ("1", "Trust and continue", AnswerKind.Choice, "Enter"),
            ("2", "Back to Agent Command Center", AnswerKind.Choice, "2"));
        Assert.Null(reading.State.Question.TextKeys);
    }

    [Theory]
    [InlineData("Hooks need review\n  1 hook is new or changed.", "1. Review hooks|2. Trust all and continue|3. Continue", "enter confirm · esc skip", "hooks review")]
    [InlineData("Meet GPT-6 Sol\n\n  Our latest.", "1. Try new model|2. Use existing model", "enter/esc confirm · ^c quit", "model switch")]
    [InlineData("Approaching rate limits\n  Switch to x?", "1. Switch|2. Keep|3. Keep (never show again)  Hide reminders", "enter select · esc back", "model switch")]
    [InlineData("Update available!\n  0.1 -> 0.2", "1. Update now|2. Skip|3. Skip until next version", "Press enter to continue", "update prompt")]
    [InlineData("Which colour?", "1. Red     A warm one|2. Blue", "enter to submit answer | esc to cancel", "some dialog")]
    public void Dialogs_nobody_expects_are_questions_too(string text, string options, string hint, string rule)
    {
        var rows = options.Split('|').Select((option, i) => (i == 0 ? "› " : "  ") + option);
        var reading = Screen($"› hello\n\n  {text}\n\n{string.Join('\n', rows)}\n\n  {hint}\n")!;
        Assert.Equal($"screen: {rule}", reading.Reason);
        Assert.Equal(AgentActivity.Waiting, reading.State.Activity);
        Assert.Equal(options.Split('|').Length, reading.State.Question!.Options.Count);
        Assert.Equal(["Enter", "2"], reading.State.Question.Options.Take(2).Select(option => Assert.Single(option.Keys)));
    }

    [Theory]
    [InlineData("You’ve hit your usage limit. Visit https://x or try again\nat 4:32 PM.", AgentActivity.Limited, AgentErrorClass.RateLimit)]
    [InlineData("Quota exceeded. Check your plan and billing details.", AgentActivity.Limited, AgentErrorClass.RateLimit)]
    [InlineData("unexpected status 401 Unauthorized: Incorrect API key, url: http://127.0.0.1/\nv1/responses", AgentActivity.Failed, AgentErrorClass.Auth)]
    [InlineData("unexpected status 403 Forbidden: forbidden", AgentActivity.Failed, AgentErrorClass.Auth)]
    [InlineData("The model `x` does not exist or you do not have access to it.", AgentActivity.Failed, AgentErrorClass.ModelUnavailable)]
    [InlineData("exceeded retry limit, last status: 429 Too Many Requests", AgentActivity.Failed, AgentErrorClass.RateLimit)]
    [InlineData("Selected model is at capacity. Please try a different model.", AgentActivity.Failed, AgentErrorClass.RateLimit)]
    [InlineData("We’re currently experiencing high demand, which may cause temporary errors.", AgentActivity.Failed, AgentErrorClass.AgentFailed)]
    [InlineData("Codex ran out of room in the model's context window. Start a new thread", AgentActivity.Failed, AgentErrorClass.ContextOverflow)]
    [InlineData("stream disconnected before completion: idle timeout waiting for SSE", AgentActivity.Failed, AgentErrorClass.Timeout)]
    [InlineData("something new", AgentActivity.Failed, AgentErrorClass.AgentFailed)]
    [InlineData("Conversation interrupted - use /feedback if something went wrong", AgentActivity.Idle, AgentErrorClass.None)]
    public void The_last_words_of_a_turn_tell_how_it_ended(string words, AgentActivity activity, AgentErrorClass errorClass)
    {
        var state = Screen($"› hello\n\n■ {words}\n\n                ⚠ 5h limit: only <1% left · /status\n\n{Prompt}")!.State;
        Assert.Equal((activity, errorClass), (state.Activity, state.ErrorClass));
        if (activity != AgentActivity.Idle) Assert.Equal(words.Replace('\n', ' '), state.Error);
    }

    [Fact]
    public void A_limit_says_until_when() => Assert.Equal(
        new DateTimeOffset(2026, 11, 20, 16, 32, 0, TimeSpan.Zero),
        Screen($"› hello\n\n■ You’ve hit your usage limit. Visit https://x or try again\nat 4:32 PM.\n\n{Prompt}")!.State.Until);

    [Theory]
    [InlineData("• Working (1m 04s • esc to interrupt)")]
    [InlineData("◦ Reconnecting... 5/5 (4s • esc to interrupt)\n  └ Unexpected status 401 Unauthorized: Incorrect API key")]
    [InlineData("• Running tests (1h 2m 4s • esc to interrupt)")]
    public void A_turn_that_goes_on_is_work_even_while_it_retries(string line) =>
        Assert.Equal(AgentActivity.Working, Screen($"› hello\n\n{line}\n\n{Prompt}")!.State.Activity);

    [Fact]
    public void What_was_said_before_the_last_prompt_says_nothing_of_now() =>
        Assert.Equal(AgentActivity.Idle, Screen($"■ Quota exceeded.\n\n› again\n\n{Prompt}")!.State.Activity);

    [Fact]
    public void Numbered_rows_in_an_answer_are_no_dialog() => Assert.Equal(
        AgentActivity.Done, Screen($"• Choose:\n  1. One (y)\n  2. Two\n\n  Worked for 2s • 10:33\n\n{Prompt}")!.State.Activity);

    [Fact]
    public void A_numbered_draft_is_no_dialog() => Assert.Equal(
        AgentActivity.Idle, Screen("› hello\n\n› 1. first do this\n\n  gpt-5.5 default · /root/cxrepo\n  ← for agents")!.State.Activity);

    [Theory]
    [InlineData("⠸ cxrepo | 01a1fdab-27dd-7780-88d6-913ea...", AgentActivity.Working)]
    [InlineData("⠴ repo-g4", AgentActivity.Working)]
    [InlineData("[ ! ] Action Required | cxrepo", AgentActivity.Waiting)]
    [InlineData("[ . ] Action Required | cxrepo | 01a1fdab-27dd-7780-88d6-913ea...", AgentActivity.Waiting)]
    [InlineData(Title, AgentActivity.Idle)]
    public void The_title_tells_work_question_and_rest(string title, AgentActivity activity) =>
        Assert.Equal(activity, _observer.OnTitle(title)!.State.Activity);

    [Theory]
    [InlineData("")]
    [InlineData("repo-f2")]
    [InlineData("vim [ ! ] x")]
    public void A_title_of_someone_else_says_nothing(string title) => Assert.Null(_observer.OnTitle(title));

    [Fact]
    public void The_id_that_the_title_cuts_short_is_found_whole_as_soon_as_its_file_is_there()
    {
        Launch();
        Assert.Null(_observer.OnTitle($"⠸ {Title}")!.SessionId);
        WriteConversation();
        Assert.Equal(Thread, _observer.OnTitle($"⠸ {Title}")!.SessionId);
        Assert.Equal(Thread, Screen($"› hello\n\n{Prompt}")!.SessionId);
        Assert.Equal(Thread, _observer.OnProgramStatus(Status(AgentActivity.Working))!.SessionId);
    }

    [Fact]
    public void A_failure_is_told_with_the_words_of_the_conversation()
    {
        Launch();
        WriteConversation(
            """{"type":"event_msg","payload":{"type":"task_started"}}""",
            """{"type":"event_msg","payload":{"type":"token_count","rate_limits":{"primary":{"used_percent":100.0,"resets_at":1795193880}}}}""",
            """{"type":"event_msg","payload":{"type":"task_complete","error":{"message":"You’ve hit your usage limit.","codex_error_info":"usage_limit_exceeded"}}}""");
        _observer.OnTitle(Title);
        var state = _observer.OnProgramStatus(Status(AgentActivity.Failed))!.State;
        Assert.Equal((AgentActivity.Limited, AgentErrorClass.RateLimit), (state.Activity, state.ErrorClass));
        Assert.Equal("You’ve hit your usage limit.", state.Error);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795193880), state.Until);
    }

    [Fact]
    public void A_failure_whose_words_are_not_known_is_left_to_the_screen()
    {
        Launch();
        Assert.Null(_observer.OnProgramStatus(Status(AgentActivity.Failed)));
        // The error of an earlier turn says nothing of this one.
        WriteConversation(
            """{"type":"event_msg","payload":{"type":"task_complete","error":{"message":"old","codex_error_info":"other"}}}""",
            """{"type":"event_msg","payload":{"type":"task_started"}}""");
        _observer.OnTitle(Title);
        Assert.Null(_observer.OnProgramStatus(Status(AgentActivity.Failed)));
    }

    [Fact]
    public void A_question_is_left_to_the_screen() =>
        Assert.Null(_observer.OnProgramStatus(Status(AgentActivity.Waiting, new AgentQuestion("permission", [])))!.State.Question);

    [Fact]
    public void Idleness_takes_back_nothing_but_a_turn_that_was_broken_off()
    {
        Assert.Equal(AgentActivity.Idle, _observer.OnProgramStatus(Status(AgentActivity.Idle))!.State.Activity);
        Assert.NotNull(_observer.OnProgramStatus(Status(AgentActivity.Done)));
        Assert.Null(_observer.OnProgramStatus(Status(AgentActivity.Idle)));
        Assert.NotNull(_observer.OnProgramStatus(Status(AgentActivity.Working)));
        Assert.NotNull(_observer.OnProgramStatus(Status(AgentActivity.Idle)));
    }

    [RequiresTheory("shared")]
    [InlineData("codex-hooks-i")]
    [InlineData("codex-hooks-perm")]
    [InlineData("codex-hooks-interrupt")]
    public void Events_of_hooks_that_a_person_has_set_up_are_not_ours(string name)
    {
        var payloads = File.ReadLines(Fixtures.Recording($"{name}.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("payload").GetRawText());
        Assert.All(payloads, payload => Assert.Null(_observer.OnEvent(Encoding.UTF8.GetBytes(payload))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1. One")]
    [InlineData("  enter confirm")]
    [InlineData("1. One\n\n  enter confirm")]
    [InlineData("\n\n\n")]
    public void A_screen_without_prompt_or_dialog_says_nothing(string text) => Assert.Null(Screen(text));

    [Fact]
    public void What_the_conversation_used_is_told_when_its_turn_is_over()
    {
        Launch();
        WriteConversation(UsedLine(100, 10));
        Assert.Equal(new AgentUsage(100, 10, null), _observer.OnTitle($"⠋ {Title}")!.Usage);
        _observer.OnProgramStatus(Status(AgentActivity.Working));
        WriteConversation(UsedLine(100, 10), UsedLine(300, 30));
        Assert.Equal(new AgentUsage(100, 10, null), _observer.OnProgramStatus(Status(AgentActivity.Working))!.Usage);
        Assert.Equal(new AgentUsage(300, 30, null), _observer.OnProgramStatus(Status(AgentActivity.Done))!.Usage);

        // The last lines may be written after the end was told.
        WriteConversation(UsedLine(100, 10), UsedLine(300, 30), UsedLine(400, 40));
        Assert.Equal(new AgentUsage(400, 40, null), Screen(Prompt)!.Usage);
    }

    public void Dispose() => _home.Dispose();

    private static string UsedLine(long input, long output) => JsonSerializer.Serialize(new
    {
        type = "token_usage_record",
        payload = new
        {
            turn_token_usage = new { input_tokens = 1, output_tokens = 1 },
            thread_token_usage = new { input_tokens = input, output_tokens = output },
        },
    });

    private const string Prompt = "› Ask Codex to do anything\n\n  gpt-5.5 default · /root/cxrepo\n  ← for agents · ? for shortcuts";

    private static AgentReading Status(AgentActivity activity, AgentQuestion? question = null) =>
        new(new AgentState(activity) { Question = question }, "program status");

    private static void AssertOptions(AgentQuestion question, params (string Id, string Label, AnswerKind Kind, string Key)[] expected) =>
        Assert.Equal(expected, question.Options.Select(option => (option.Id, option.Label, option.Kind, Assert.Single(option.Keys))));

    private AgentReading? Screen(string text) => _observer.OnScreen([.. text.Split('\n').Select(row => row.TrimEnd())]);

    private void Launch()
    {
        var environment = new Dictionary<string, string> { ["CODEX_HOME"] = _home.Path, ["TZ"] = "Etc/UTC" };
        var request = Fixtures.Request(AgentMode.Interactive) with { Environment = environment };
        Assert.Null(_observer.OnEvent(Encoding.UTF8.GetBytes(LaunchNote.FileFor(request)!.Content)));
    }

    private void WriteConversation(params string[] lines) =>
        _home.Write($"sessions/2026/11/21/rollout-2026-11-21T10-33-34-{Thread}.jsonl", string.Join('\n', lines));
}
