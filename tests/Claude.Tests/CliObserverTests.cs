using System.Text;
using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

public sealed class CliObserverTests
{
    private readonly CliObserver _observer = new(Fixtures.Data, new ManualTime());

    [RequiresTheory("shared")]
    [InlineData("i", "Starting Working Working Working Done - -")]
    [InlineData("perm", "Starting Working Working Waiting Waiting - Starting Working Working Done -")]
    [InlineData("p", "Starting Working Working Working Done -")]
    [InlineData("p-error", "Starting Working Failed -")]
    [InlineData("errtui", "Starting Working Failed - -")]
    public void Recorded_hooks_give_their_sequence_of_states(string name, string expected)
    {
        var payloads = File.ReadLines(Fixtures.Recording($"claude-hooks-{name}.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("payload").GetRawText());
        var states = payloads.Select(payload => Event(payload)?.State.Activity.ToString() ?? "-");
        Assert.Equal(expected, string.Join(' ', states));
    }

    [RequiresTheory("shared")]
    [InlineData("claude-tui", AgentActivity.Done)]
    [InlineData("claude-tui-80x24", AgentActivity.Done)]
    [InlineData("claude-tui-working", AgentActivity.Working)]
    [InlineData("claude-tui-permission", AgentActivity.Waiting)]
    [InlineData("claude-tui-overloaded", AgentActivity.Failed)]
    public void Recorded_screens_give_their_state(string name, AgentActivity activity) =>
        Assert.Equal(activity, _observer.OnScreen(File.ReadAllLines(Fixtures.Recording($"{name}.expected.txt")))!.State.Activity);

    [RequiresFact("shared")]
    public void The_recorded_permission_dialog_gives_its_question_and_keys()
    {
        var question = _observer.OnScreen(File.ReadAllLines(Fixtures.Recording("claude-tui-permission.expected.txt")))!.State.Question!;
        Assert.Equal("Bash command\ntouch /etc/orch-probe && echo made\nprobe\nDo you want to proceed?", question.Text);
        Assert.Equal(
            ["1 Yes [AllowOnce: 1]", "2 Yes, and always allow access to etc/ from this project [AllowAlways: 2]", "3 No [Deny: Escape]"],
            Answers(question));
        Assert.Equal(["Escape"], question.TextKeys!);
    }

    [RequiresFact("shared")]
    public void The_recorded_overload_gives_its_words_and_class()
    {
        var state = _observer.OnScreen(File.ReadAllLines(Fixtures.Recording("claude-tui-overloaded.expected.txt")))!.State;
        Assert.Equal(AgentErrorClass.RateLimit, state.ErrorClass);
        Assert.StartsWith("API Error: Repeated 529 Overloaded errors. The API is at capacity", state.Error);
        Assert.EndsWith("(127.0.0.1:8099).", state.Error);
    }

    [Fact]
    public void A_permission_request_carries_tool_argument_session_and_keys_that_always_work()
    {
        var reading = Event(
            """{"hook_event_name":"PermissionRequest","session_id":"s","tool_name":"Bash","tool_input":{"command":"rm -r x"}}""")!;
        Assert.Equal(("s", "hook PermissionRequest"), (reading.SessionId, reading.Reason));
        Assert.Equal("Bash: rm -r x", reading.State.Question!.Text);
        Assert.Equal(["1 Yes [AllowOnce: 1]", "esc No [Deny: Escape]"], Answers(reading.State.Question));
    }

    [Fact]
    public void The_reminder_keeps_the_question_and_an_answer_ends_it()
    {
        Event("""{"hook_event_name":"PermissionRequest","tool_name":"Bash","tool_input":{"command":"x"}}""");
        const string Reminder = """{"hook_event_name":"Notification","notification_type":"permission_prompt"}""";
        Assert.Equal("Bash: x", Event(Reminder)!.State.Question!.Text);
        Event("""{"hook_event_name":"PostToolUse"}""");
        Assert.Null(Event(Reminder)!.State.Question);
    }

    [Fact]
    public void A_question_of_the_agent_carries_its_own_answers()
    {
        var question = Event(
            """
            {"hook_event_name":"PermissionRequest","tool_name":"AskUserQuestion","tool_input":{"questions":
            [{"question":"Which colour?","options":[{"label":"Red"},{"label":"Blue"}],"multiSelect":false}]}}
            """)!.State.Question!;
        Assert.Equal("Which colour?", question.Text);
        Assert.Equal(["1 Red [Choice: 1]", "2 Blue [Choice: 2]"], Answers(question));
        Assert.Equal(["3"], question.TextKeys!);
    }

    [Fact]
    public void A_hook_alone_gives_no_answers_to_a_question_with_several() => Assert.Empty(Event(
        """
        {"hook_event_name":"PermissionRequest","tool_name":"AskUserQuestion","tool_input":{"questions":
        [{"question":"Which?","options":[{"label":"Red"}],"multiSelect":true}]}}
        """)!.State.Question!.Options);

    [Theory]
    [InlineData("rate_limit", "Your account's rate limit", AgentActivity.Limited, AgentErrorClass.RateLimit)]
    [InlineData("authentication_failed", "Invalid API key", AgentActivity.Failed, AgentErrorClass.Auth)]
    [InlineData("server_error", "API Error: 500 Internal server error", AgentActivity.Failed, AgentErrorClass.AgentFailed)]
    [InlineData("server_error", "API Error: Repeated 529 Overloaded errors", AgentActivity.Failed, AgentErrorClass.RateLimit)]
    [InlineData("new_kind", "something else", AgentActivity.Failed, AgentErrorClass.AgentFailed)]
    public void A_failed_turn_has_the_class_of_its_error(string error, string text, AgentActivity activity, AgentErrorClass errorClass)
    {
        var state = Event($$"""{"hook_event_name":"StopFailure","error":"{{error}}","last_assistant_message":"{{text}}"}""")!.State;
        Assert.Equal((activity, errorClass, text), (state.Activity, state.ErrorClass, state.Error));
    }

    [Fact]
    public void Idleness_after_no_end_of_a_turn_means_it_was_interrupted()
    {
        Event("""{"hook_event_name":"UserPromptSubmit"}""");
        Assert.Equal(
            AgentActivity.Idle, Event("""{"hook_event_name":"Notification","notification_type":"idle_prompt"}""")!.State.Activity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"hook_event_name":7}""")]
    [InlineData("""{"hook_event_name":"SessionStart","source":"compact"}""")]
    [InlineData("""{"hook_event_name":"SomethingNew"}""")]
    public void An_event_that_says_nothing_of_the_state_is_no_reading(string payload) => Assert.Null(Event(payload));

    [Theory]
    [InlineData("⠐ Claude Code", AgentActivity.Working)]
    [InlineData("⠂ Fix the parser", AgentActivity.Working)]
    [InlineData("✳ Claude Code", AgentActivity.Idle)]
    public void The_glyph_of_the_title_tells_work_from_rest(string title, AgentActivity activity) =>
        Assert.Equal(activity, _observer.OnTitle(title)!.State.Activity);

    [Theory]
    [InlineData("")]
    [InlineData("vim ✳ x")]
    public void A_title_without_the_glyph_says_nothing(string title) => Assert.Null(_observer.OnTitle(title));

    [Fact]
    public void The_trust_dialog_is_a_question_with_its_path()
    {
        var state = Screen(
            """
            ────────────────────────────────────────
             Accessing workspace:

             /home/dev/src/repo

             Quick safety check: Is this a project you created or one you trust? (Like your own code.)

             ❯ 1. Yes, I trust this folder
               2. No, exit

             Enter to confirm · Esc to cancel
            """)!;
        Assert.Equal("screen: trust dialog", state.Reason);
        Assert.Contains("/home/dev/src/repo", state.State.Question!.Text);
        Assert.Equal(["1 Yes, I trust this folder [AllowOnce: 1]", "2 No, exit [Deny: Escape]"], Answers(state.State.Question));
        Assert.Null(state.State.Question.TextKeys);
        Assert.Equal(new RowRange(1, 8), state.State.Question.Rows);
    }

    [Fact]
    public void A_dialog_with_a_preview_keeps_what_it_shows()
    {
        var reading = Screen(
            """
            ● Write(hello.txt)

            ────────────────────────────────────────────────────────────
             Create file
             hello.txt
            ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
              1 Hello from the scripted model.
            ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
             Do you want to create hello.txt?
             ❯ 1. Yes
               2. Yes, allow all edits during this session (shift+tab)
               3. No

             Esc to cancel · Tab to amend
            """)!;
        Assert.Equal("screen: permission dialog", reading.Reason);
        Assert.Equal(
            "Create file\nhello.txt\n1 Hello from the scripted model.\nDo you want to create hello.txt?", reading.State.Question!.Text);
        Assert.Equal(
            ["1 Yes [AllowOnce: 1]", "2 Yes, allow all edits during this session (shift+tab) [AllowAlways: 2]", "3 No [Deny: Escape]"],
            Answers(reading.State.Question));
        Assert.Equal(new RowRange(3, 11), reading.State.Question.Rows);
    }

    [Fact]
    public void A_question_of_the_agent_is_read_with_answers_on_both_sides_of_a_rule()
    {
        var reading = Screen(
            """
            ● I will do that now.

            ────────────────────────────────────────
             ☐ Choice

            Which colour do you like?

            ❯ 1. Red
                 Choose Red
              2. Blue
                 Choose Blue
              3. Type something.
            ────────────────────────────────────────
              4. Chat about this

            Enter to select · ↑/↓ to navigate · Esc to cancel
            """)!;
        Assert.Equal("screen: question", reading.Reason);
        Assert.Equal("☐ Choice\nWhich colour do you like?", reading.State.Question!.Text);
        Assert.Equal(
            ["1 Red Choose Red [Choice: 1]", "2 Blue Choose Blue [Choice: 2]", "4 Chat about this [Choice: 4]"],
            Answers(reading.State.Question));
        Assert.Equal(["3"], reading.State.Question.TextKeys!);
        Assert.Equal(new RowRange(3, 13), reading.State.Question.Rows);
    }

    [Theory]
    [InlineData("What now?\n 2. Two\n 3. Three")]
    [InlineData("What now?\n 1. One\n a\n b\n c\n d\n e\n f\n g\n 2. Two")]
    [InlineData("What now?\n 1. One\n 3. Three")]
    public void Numbers_that_are_no_complete_list_of_answers_are_no_dialog(string text) =>
        Assert.Equal("screen: nothing that is known", Screen(text)!.Reason);

    [Fact]
    public void A_question_broken_over_rows_is_known_and_a_long_one_is_cut_in_its_middle()
    {
        var preview = string.Join('\n', Enumerable.Range(0, 40).Select(i => $" line {i}"));
        var reading = Screen($"────────────────────\n{preview}\n Is this a project you created\n or one you trust?\n ❯ 1. Yes\n   2. No")!;
        Assert.Equal("screen: trust dialog", reading.Reason);
        Assert.Equal(20, reading.State.Question!.Text.Split('\n').Length);
        Assert.EndsWith("line 17\n…\nor one you trust?", reading.State.Question.Text);
    }

    [Theory]
    [InlineData("● API Error: Request rejected (429) · This would exceed\n  your rate limit.", AgentActivity.Limited, AgentErrorClass.RateLimit)]
    [InlineData("  ⎿  Not logged in · Please run /login", AgentActivity.Failed, AgentErrorClass.Auth)]
    public void An_error_that_ended_the_turn_is_read(string message, AgentActivity activity, AgentErrorClass errorClass)
    {
        var state = Screen(
            $"❯ x\n{message}\n\n✻ Churned for 0s\n\n────────────────────\n❯ \n────────────────────\n  ? for shortcuts")!.State;
        Assert.Equal((activity, errorClass), (state.Activity, state.ErrorClass));
    }

    [Fact]
    public void A_start_without_a_connection_is_a_failure() => Assert.Equal(
        AgentActivity.Failed, Screen("Welcome to Claude Code\n Unable to connect to Anthropic services")!.State.Activity);

    [Fact]
    public void A_long_answer_that_wraps_stays_one_answer() => Assert.Equal(
        "Yes, and don't ask again for: npm test in /a/very/long/path",
        Screen(
            """
            ──────────────────────────
             Do you want to proceed?
             ❯ 1. Yes
               2. Yes, and don't ask
                  again for: npm test
                  in /a/very/long/path
               3. No
            """)!.State.Question!.Options[1].Label);

    [Fact]
    public void A_dialog_that_is_only_quoted_above_the_prompt_is_none()
    {
        var reading = Screen(
            """
            ● The tool prints:
              Do you want to proceed?
              ❯ 1. Yes
                2. No

            ✻ Baked for 4s

            ────────────────────
            ❯ 
            ────────────────────
              ? for shortcuts
            """)!;
        Assert.Equal((AgentActivity.Done, "screen: finished turn"), (reading.State.Activity, reading.Reason));
    }

    [Fact]
    public void An_old_error_above_a_newer_message_counts_no_more() => Assert.Equal(
        AgentActivity.Done,
        Screen(
            """
            ● API Error: 500 Internal server error

            ❯ again

            ● Done.

            ✻ Baked for 4s

            ────────────────────
            ❯ 
            ────────────────────
            """)!.State.Activity);

    [Fact]
    public void A_remark_at_the_right_above_the_prompt_hides_neither_the_end_of_a_turn_nor_an_error()
    {
        const string Below = "\n\n                                                   \u25cf high \u00b7 /effort\n────────────\n❯\u00a0\n────────────\n  ? for shortcuts";
        Assert.Equal(AgentActivity.Done, Screen("● Done.\n\n✻ Sautéed for 4s" + Below)!.State.Activity);
        Assert.Equal(AgentActivity.Failed, Screen("● Look.\n\n● API Error: 500 broken" + Below)!.State.Activity);
    }

    [Fact]
    public void An_interrupted_turn_is_idle() => Assert.Equal(
        "screen: interrupted",
        Screen(
            """
            ● Bash(sleep 100)
              ⎿  Interrupted · What should Claude do instead?

            ────────────────────
            ❯ 
            ────────────────────
              ? for shortcuts
            """)!.Reason);

    [Fact]
    public void A_fresh_prompt_is_idle_and_an_empty_screen_says_nothing()
    {
        Assert.Equal(AgentActivity.Idle, Screen("Welcome\n────────────────────\n❯\u00a0Try \"fix lint\"\n────────────────────")!.State.Activity);
        Assert.Null(Screen(""));
        Assert.Null(Screen("\n\n"));
    }

    private static IEnumerable<string> Answers(AgentQuestion question) =>
        question.Options.Select(option => $"{option.Id} {option.Label} [{option.Kind}: {string.Join(' ', option.Keys)}]");

    private AgentReading? Event(string payload) => _observer.OnEvent(Encoding.UTF8.GetBytes(payload));

    private AgentReading? Screen(string text) => _observer.OnScreen(text.Split('\n').Select(row => row.TrimEnd(' ')).ToArray());
}
