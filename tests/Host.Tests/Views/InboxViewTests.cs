using System.Text;
using Orchtui.Agents;
using Orchtui.Host.Views;
using Orchtui.Mux.Composition;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;
using Orchtui.TestKit;
using TaskStatus = Orchtui.Orchestration.Tasks.TaskStatus;

namespace Orchtui.Host.Tests.Views;

public sealed class InboxViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly AnswerOption[] Permission =
    [
        new("1", "Yes") { Kind = AnswerKind.AllowOnce, Keys = ["1"] },
        new("2", "Yes, and don't ask again for: npm test") { Kind = AnswerKind.AllowAlways, Keys = ["2"] },
        new("3", "No") { Kind = AnswerKind.Deny, Keys = ["Escape"] },
    ];

    private readonly QueueModel _model = new();
    private readonly GlyphTable _glyphs = new();
    private readonly ManualTime _time = new(Now);

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 40, 10 }, { 200, 50 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nobody_asks(int columns, int rows) => Check(View(new FakeClient(new CellSize(columns, rows))), columns, rows, "Empty");

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Questions_and_their_answers(int columns, int rows)
    {
        Fill();
        Check(View(new FakeClient(new CellSize(columns, rows))), columns, rows, "Two");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_answer_in_own_words(int columns, int rows)
    {
        Fill();
        var view = View(new FakeClient(new CellSize(columns, rows)));
        Draw(view, columns, rows);
        Type(view, "ethe cache only, 漢字 too");
        Check(view, columns, rows, "Text");
    }

    [Theory]
    [InlineData("y", "--once")]
    [InlineData("a", "--always")]
    [InlineData("n", "--deny")]
    [InlineData("2", "--option 2")]
    public void A_key_answers_the_question_under_the_cursor(string key, string flag)
    {
        Fill();
        var client = new FakeClient(new CellSize(80, 24));
        var view = View(client);
        Draw(view, 80, 24);
        Type(view, key);
        Assert.Contains($"run inbox.answer {_model.Questions[0].Id} {flag}", client.Asked);
    }

    [Fact]
    public void A_key_answers_what_was_drawn_although_another_question_has_come_since()
    {
        Fill();
        var client = new FakeClient(new CellSize(80, 24));
        var view = View(client);
        Draw(view, 80, 24);
        var drawn = _model.Questions[0].Id;
        _model.Questions = [Question(9, "A newer question, now on top?"), .. _model.Questions];
        Type(view, "y");
        Assert.Contains($"run inbox.answer {drawn} --once", client.Asked);
    }

    [Fact]
    public void A_key_answers_nothing_when_the_drawn_question_has_gone()
    {
        Fill();
        var client = new FakeClient(new CellSize(80, 24));
        var view = View(client);
        Draw(view, 80, 24);
        _model.Questions = [_model.Questions[1]];
        Type(view, "y");
        Assert.DoesNotContain(client.Asked, asked => asked.StartsWith("run", StringComparison.Ordinal));
    }

    [Fact]
    public void A_question_that_took_the_place_of_another_is_answered_only_after_a_look_at_it()
    {
        Fill();
        var client = new FakeClient(new CellSize(80, 24));
        var view = View(client);
        Draw(view, 80, 24);
        _model.Questions = [Question(9, "Something else?", Permission)];
        Draw(view, 80, 24);
        Type(view, "y");
        Assert.Equal(["toast Another question has just come here; look at it, then answer."], client.Asked);
        _time.Advance(TimeSpan.FromSeconds(1));
        Type(view, "y");
        Assert.Equal($"run inbox.answer {_model.Questions[0].Id} --once", client.Asked[^1]);
    }

    [Fact]
    public void A_question_that_somebody_else_tells_in_other_words_is_still_the_same()
    {
        _model.Questions = [Question(2, "A dialog", source: EvidenceSource.Hook)];
        var client = new FakeClient(new CellSize(80, 24));
        var view = View(client);
        Draw(view, 80, 24);
        _model.Questions = [Question(2, "May I run npm test?", Permission)];
        Draw(view, 80, 24);
        Type(view, "y");
        Assert.Equal([$"run inbox.answer {_model.Questions[0].Id} --once"], client.Asked);
    }

    [Fact]
    public void Where_the_person_went_by_themselves_is_answered_at_once()
    {
        Fill();
        _model.Questions = [_model.Questions[0], Question(9, "Something else?", Permission)];
        var client = new FakeClient(new CellSize(80, 24));
        var view = View(client);
        Draw(view, 80, 24);
        view.HandleKey(new KeyEvent(Key.Down));
        Draw(view, 80, 24);
        Type(view, "y");
        Assert.Equal([$"run inbox.answer {_model.Questions[1].Id} --once"], client.Asked);
    }

    [Theory]
    [InlineData(80, 24, true)]
    [InlineData(80, 10, false)]
    public void A_long_answer_is_shown_whole_where_there_is_room(int columns, int rows, bool isWhole)
    {
        var command = string.Join(' ', Enumerable.Repeat("npm run check", 8)) + " --end";
        _model.Questions = [Question(2, "May I?", [Permission[0], Permission[1] with { Label = $"Yes, and don't ask again for: {command}" }, Permission[2]])];
        var drawn = Draw(View(new FakeClient(new CellSize(columns, rows))), columns, rows);
        Assert.Equal(isWhole, drawn.Contains("--end"));
        Assert.Contains("3 n No", drawn);
    }

    [Fact]
    public void Text_goes_to_the_question_it_was_begun_for_or_nowhere()
    {
        Fill();
        var client = new FakeClient(new CellSize(80, 24));
        var view = View(client);
        Draw(view, 80, 24);
        Type(view, "eno");
        _model.Questions = [_model.Questions[1]];
        Draw(view, 80, 24);
        Assert.Null(view.Cursor);
        view.HandleKey(new KeyEvent(Key.Enter));
        Assert.DoesNotContain(client.Asked, asked => asked.Contains("--text"));
    }

    [Fact]
    public void Enter_opens_the_pane()
    {
        Fill();
        var client = new FakeClient(new CellSize(80, 24));
        var view = View(client);
        Draw(view, 80, 24);
        view.HandleKey(new KeyEvent(Key.Down));
        Draw(view, 80, 24);
        view.HandleKey(new KeyEvent(Key.Enter));
        Assert.Equal(["close", "run task.enter 4"], client.Asked);
    }

    private void Fill()
    {
        _model.Replace([Row(2, "Fix the flaky test"), Row(4, "Write the guide")]);
        _model.Questions =
        [
            Question(2, "Bash command\n\n  npm test\n  Run the tests\n\nThis command requires approval\nDo you want to proceed?", Permission, ["3"]),
            Question(4, "It waits for you; what for, shows in its pane.", source: EvidenceSource.Title),
        ];
    }

    private static OpenQuestion Question(
        int task, string text, IReadOnlyList<AnswerOption>? options = null, IReadOnlyList<string>? textKeys = null, EvidenceSource source = EvidenceSource.Screen) =>
        OpenQuestion.Of(
            new AttemptId(new TaskId(task), 1), "claude", new AgentQuestion(text, options ?? []) { TextKeys = textKeys, Rows = source == EvidenceSource.Screen ? new RowRange(0, 3) : null }, source, Now.AddMinutes(-3 * task));

    private static QueueRow Row(int id, string title) => new(
        new TaskRecord { Id = new TaskId(id), Title = title, Status = TaskStatus.InProgress, Agent = "claude", Project = "/", CreatedAt = Now, UpdatedAt = Now },
        new AgentState(AgentActivity.Waiting));

    private InboxView View(FakeClient client) => new(client, _model, _time);

    private void Check(InboxView view, int columns, int rows, string name) => Snapshot.Matches(Draw(view, columns, rows), $"{name}.{columns}x{rows}");

    private string Draw(InboxView view, int columns, int rows)
    {
        var surface = new Surface(columns, rows, _glyphs);
        view.Draw(surface, new Mux.Layout.Rect(0, 1, columns, rows - 2));
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++) text.Append(surface.RowText(row)).Append('\n');
        return text.Append(view.Cursor is { } cursor ? $"cursor {cursor.Row},{cursor.Column}\n" : "no cursor\n").ToString();
    }

    private static void Type(InboxView view, string text)
    {
        foreach (var rune in text.EnumerateRunes()) view.HandleKey(new KeyEvent(rune));
    }
}
