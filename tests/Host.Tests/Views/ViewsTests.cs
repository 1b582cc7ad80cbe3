using System.Text;
using Orchtui.Agents;
using Orchtui.Host.Commands;
using Orchtui.Host.Views;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Orchestration.Tasks;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;
using Orchtui.TestKit;
using TaskStatus = Orchtui.Orchestration.Tasks.TaskStatus;

namespace Orchtui.Host.Tests.Views;

public class ViewsTests
{
    private const string Prefix = "C-b";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Three in the afternoon wherever the test runs.</summary>
    private static readonly DateTimeOffset LocalThree = new(new DateTime(2026, 1, 1, 15, 0, 0, DateTimeKind.Local));

    private readonly QueueModel _model = new() { Slots = 4 };
    private readonly GlyphTable _glyphs = new();

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 40, 10 }, { 200, 50 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_empty_queue_says_the_next_key(int columns, int rows) => Check(Home(Client(columns, rows)), columns, rows, "Empty");

    [Fact]
    public void An_empty_queue_names_the_prefix_that_is_set()
    {
        var text = Draw(new HomeView(Client(80, 24), _model, _ => null, "M-Space", new ManualTime(Now)), 80, 24);
        Assert.Contains("M-Space c  a shell in a window", text);
        Assert.DoesNotContain(Prefix, text);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Ten_tasks_in_all_states(int columns, int rows)
    {
        _model.Replace(TenTasks());
        Check(Home(Client(columns, rows)), columns, rows, "Ten");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_form_of_a_new_task(int columns, int rows)
    {
        var form = new TaskForm(Client(columns, rows), "/home/me/src/shop", _ => { });
        form.Offer(["claude", "codex"]);
        form.EndOffers();
        Type(form, "Fix the checkout");
        Type(form, "\t");
        Type(form, "It fails now and then; find out why. 漢字 too.");
        Check(form, columns, rows, "Form");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void All_keys(int columns, int rows) => Check(new HelpView(Client(columns, rows), HostCommands.Table, "home", "C-b"), columns, rows, "Help");

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_question_and_a_prompt_stand_on_the_bottom_line(int columns, int rows)
    {
        Check(new ConfirmView(Client(columns, rows), "Discard the work of task 12? It can be restored.", () => { }), columns, rows, "Confirm");
        var prompt = new PromptView(Client(columns, rows), ":", "", _ => { });
        Type(prompt, "pane new -- make test");
        Check(prompt, columns, rows, "Prompt");
    }

    [Fact]
    public void The_selection_stays_on_its_task_while_others_come_and_go()
    {
        _model.Replace(TenTasks());
        var home = Home(Client(80, 24));
        Draw(home, 80, 24);
        Type(home, "jjj");
        Draw(home, 80, 24);
        var selected = home.Selected!.Value;
        _model.Replace([.. TenTasks(), Row(99, TaskStatus.NeedsReview), Row(98, TaskStatus.InProgress)]);
        Draw(home, 80, 24);
        Assert.Equal(selected, home.Selected);
    }

    [Fact]
    public void The_first_row_is_pinned_as_soon_as_it_was_shown()
    {
        _model.Replace([Row(5, TaskStatus.InProgress)]);
        var home = Home(Client(80, 24));
        Draw(home, 80, 24);
        _model.Replace([Row(5, TaskStatus.InProgress), Row(9, TaskStatus.NeedsReview)]);
        Assert.Equal(5, home.Selected);
        Draw(home, 80, 24);
        Assert.Equal(5, home.Selected);
    }

    [Fact]
    public void A_key_for_a_task_that_is_gone_is_for_no_task()
    {
        _model.Replace([Row(5, TaskStatus.InProgress), Row(6, TaskStatus.InProgress)]);
        var home = Home(Client(80, 24));
        home.Select(5);
        Draw(home, 80, 24);
        _model.Replace([Row(6, TaskStatus.InProgress)]);
        Assert.Null(home.Selected);
        Draw(home, 80, 24);
        Assert.Equal(6, home.Selected);
    }

    [Fact]
    public void A_filter_shows_what_matches_and_escape_shows_all_again()
    {
        _model.Replace(TenTasks());
        var home = Home(Client(80, 24));
        Type(home, "/title 3");
        var text = Draw(home, 80, 24);
        Assert.Contains("title 3", text);
        Assert.DoesNotContain("title 4", text);
        Type(home, "zzz");
        Assert.Contains("Nothing matches", Draw(home, 80, 24));
        Press(home, Key.Escape);
        Assert.Contains("title 4", Draw(home, 80, 24));
    }

    [Fact]
    public void Agents_that_are_found_later_join_the_form_without_moving_the_choice()
    {
        TaskFormResult? result = null;
        var form = new TaskForm(Client(80, 24), "/src", entered => result = entered);
        form.Offer(["opencode"]);
        Type(form, "title");
        Press(form, Key.Tab);
        Press(form, Key.Tab);
        Press(form, Key.Right);
        form.Offer(["claude"]);
        form.Offer(["codex", "claude"]);
        Assert.Contains(" any   claude   codex  [opencode]", Draw(form, 80, 24));
        Press(form, new KeyEvent(new Rune('s'), KeyModifiers.Ctrl));
        Assert.Equal("opencode", result!.Agent);
    }

    [Fact]
    public void A_task_says_what_it_asks_when_only_the_inbox_knows()
    {
        var row = Row(1, TaskStatus.InProgress, new AgentState(AgentActivity.Waiting)) with { Asks = new AgentQuestion("Would you like\n\n  $ npm test", []) };
        Assert.Equal("asks: Would you like $ npm test", row.Reason);
        Assert.Equal("works", (row with { State = new AgentState(AgentActivity.Working) }).Reason);
    }

    [Fact]
    public void Keys_of_the_form()
    {
        TaskFormResult? result = null;
        var client = Client(80, 24);
        var form = new TaskForm(client, "/src", entered => result = entered);
        form.Offer(["claude", "codex"]);
        Assert.Contains("looking…", Draw(form, 80, 24));
        form.EndOffers();
        Assert.DoesNotContain("looking…", Draw(form, 80, 24));
        Press(form, new KeyEvent(new Rune('s'), KeyModifiers.Ctrl));
        Assert.Null(result);
        Assert.Contains("A task needs a title.", Draw(form, 80, 24));
        Type(form, "one two");
        Press(form, new KeyEvent(new Rune('w'), KeyModifiers.Ctrl));
        Type(form, "three");
        Press(form, Key.Enter);
        form.HandlePaste("first\nsecond");
        Press(form, Key.Tab);
        Press(form, Key.Right);
        Press(form, Key.Right);
        Press(form, Key.Tab);
        Press(form, Key.Tab);
        Press(form, Key.Right);
        Assert.Null(result);
        Press(form, Key.Enter);
        Assert.Equal(new TaskFormResult("one three", "first\nsecond", "codex", "/src", "headless"), result);
        Press(form, Key.Escape);
        Assert.Contains("close", client.Asked);
    }

    [Fact]
    public void A_prompt_brings_back_what_was_entered_before_and_keeps_what_is_being_written()
    {
        var history = new PromptHistory();
        var entered = new List<string>();
        foreach (var text in new[] { "first", "second", "second", "  " }) Enter(Prompt(), text);
        var prompt = Prompt();
        Type(prompt, "draft");
        Assert.Equal("draft", Shown(prompt));
        Press(prompt, Key.Up);
        Assert.Equal("second", Shown(prompt));
        Press(prompt, Key.Up);
        Press(prompt, Key.Up);
        Assert.Equal("first", Shown(prompt));
        Press(prompt, Key.Down);
        Press(prompt, Key.Down);
        Press(prompt, Key.Down);
        Assert.Equal("draft", Shown(prompt));
        Press(prompt, new KeyEvent(new Rune('p'), KeyModifiers.Ctrl));
        Type(prompt, " again");
        Press(prompt, Key.Enter);
        Assert.Equal(["first", "second", "second", "  ", "second again"], entered);
        Assert.Equal(3, history.Count);

        PromptView Prompt() => new(Client(80, 24), ":", "", entered.Add, history);

        static void Enter(PromptView view, string text)
        {
            Type(view, text);
            Press(view, Key.Enter);
        }

        string Shown(PromptView view) => Draw(view, 80, 24).Split('\n')[^3].TrimStart(':').TrimEnd();
    }

    [Theory]
    [InlineData("C-a X", "Xone two three")]
    [InlineData("Home X", "Xone two three")]
    [InlineData("Home End X", "one two threeX")]
    [InlineData("Home C-e X", "one two threeX")]
    [InlineData("C-w X", "one two X")]
    [InlineData("M-b C-u X", "Xthree")]
    [InlineData("M-b M-b C-k X", "one X")]
    [InlineData("C-a M-f X", "oneX two three")]
    [InlineData("C-a M-d X", "X two three")]
    [InlineData("C-Left C-Left BSpace X", "oneXtwo three")]
    [InlineData("Home DC X", "Xne two three")]
    public void A_prompt_is_edited_by_the_keys_of_every_shell(string keys, string expected)
    {
        string? result = null;
        var prompt = new PromptView(Client(80, 24), ":", "", text => result = text);
        prompt.HandlePaste("one two three");
        foreach (var name in keys.Split(' ').Append("Enter"))
        {
            Assert.True(KeyName.TryParse(name, out var key), name);
            Press(prompt, key);
        }

        Assert.Equal(expected, result);
    }

    [Fact]
    public void Arrows_walk_the_rows_of_the_prompt_of_the_form_and_then_its_fields()
    {
        TaskFormResult? result = null;
        var form = new TaskForm(Client(80, 24), "/src", entered => result = entered);
        form.Offer(["claude"]);
        Type(form, "title");
        Press(form, Key.Down);
        form.HandlePaste("first row\nsecond");
        Draw(form, 80, 24);
        Press(form, Key.Up);
        Type(form, "X");
        Press(form, Key.Up);
        Type(form, "Y");
        Press(form, Key.Down);
        Press(form, Key.Down);
        Type(form, "Z");
        Press(form, Key.Down);
        Press(form, Key.Down);
        Type(form, "W");
        Press(form, new KeyEvent(new Rune('s'), KeyModifiers.Ctrl));
        Assert.Equal(new TaskFormResult("titleY", "first Xrow\nsecondZ", null, "/srcW", "interactive"), result);
    }

    [Fact]
    public void Only_y_confirms()
    {
        foreach (var (text, expected) in new[] { ("y", 1), ("Y", 1), ("n", 0), ("x", 0) })
        {
            var times = 0;
            var client = Client(80, 24);
            var view = new ConfirmView(client, "Sure?", () => times++);
            Type(view, text);
            Assert.Equal(expected, times);
            Assert.Equal(["close"], client.Asked);
        }
    }

    [Fact]
    public void A_field_shows_all_its_text_at_any_width()
    {
        foreach (var columns in new[] { 2, 3, 5, 8, 21 })
        {
            const string Text = "one 漢字 two 界界界界 three e\u0301\u0301 four\nsecond line 界";
            var field = new TextField(multiline: true);
            field.Insert(Text);
            var surface = new Surface(columns, 60, _glyphs);
            field.Draw(surface, surface.Area, default, focused: true);
            var shown = string.Concat(Enumerable.Range(0, 60).Select(row => surface.RowText(row))).Replace(" ", "");
            Assert.Equal(Text.Replace(" ", "").Replace("\n", ""), shown);
            Assert.InRange(field.Cursor!.Value.Column, 0, columns - 1);
        }
    }

    private static IEnumerable<QueueRow> TenTasks()
    {
        yield return Row(1, TaskStatus.NeedsReview);
        yield return Row(2, TaskStatus.InProgress, new AgentState(AgentActivity.Waiting) { Question = new AgentQuestion("may I run npm test?", []) });
        yield return Row(3, TaskStatus.InProgress, new AgentState(AgentActivity.Working));
        yield return Row(4, TaskStatus.InProgress, new AgentState(AgentActivity.Limited) { Until = LocalThree });
        yield return Row(5, TaskStatus.InProgress);
        yield return Row(6, TaskStatus.InReview);
        yield return Row(7, TaskStatus.Routed, waitingFor: "after 6");
        yield return Row(8, TaskStatus.Done);
        yield return Row(9, TaskStatus.Failed);
        yield return Row(10, TaskStatus.Cancelled);
    }

    private static QueueRow Row(int id, TaskStatus status, AgentState? state = null, string? waitingFor = null) => new(
        new TaskRecord
        {
            Id = new TaskId(id),
            Title = $"A title {id} that is rather long and 漢字 wide in places",
            Status = status,
            Agent = "claude",
            Project = "/home/me/src/shop",
            WaitingFor = waitingFor,
            CreatedAt = Now.AddMinutes(-10 * id),
            UpdatedAt = Now.AddMinutes(-id),
        },
        state);

    private static FakeClient Client(int columns, int rows) => new(new CellSize(columns, rows));

    private HomeView Home(FakeClient client) => new(client, _model, _ => null, Prefix, new ManualTime(Now));

    private void Check(IView view, int columns, int rows, string name) => Snapshot.Matches(Draw(view, columns, rows), $"{name}.{columns}x{rows}");

    /// <summary>Draws as the multiplexer does: between the line on top and the line below.</summary>
    private string Draw(IView view, int columns, int rows)
    {
        var surface = new Surface(columns, rows, _glyphs);
        view.Draw(surface, new Mux.Layout.Rect(0, 1, columns, rows - 2));
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++) text.Append(surface.RowText(row)).Append('\n');
        return text.Append(view.Cursor is { } cursor ? $"cursor {cursor.Row},{cursor.Column}\n" : "no cursor\n").ToString();
    }

    private static void Type(IView view, string text)
    {
        foreach (var rune in text.EnumerateRunes()) Press(view, rune.Value == '\t' ? new KeyEvent(Key.Tab) : new KeyEvent(rune));
    }

    private static void Press(IView view, Key key) => Press(view, new KeyEvent(key));

    private static void Press(IView view, KeyEvent key) => view.HandleKey(key);
}
