using System.Globalization;
using Orchtui.Agents;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Orchestration.Inbox;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Views;

/// <summary>
/// What agents ask, over everything else: the list, and below it the question under the cursor with its answers. A key answers without
/// leaving the list, and always the question that was on the screen when it was pressed; the cursor stays with its question when others come.
/// </summary>
internal sealed class InboxView(IClientContext client, QueueModel model, TimeProvider time) : IView
{
    private const int WidestBox = 110;
    private const int LongestList = 8;
    private const int AgeWidth = 5;

    /// <summary>A question that came under the cursor by itself is answered only after so long: the key was meant for the one before.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromMilliseconds(700);

    private readonly TextField _text = new();
    private long? _changedAt;
    private bool _isDrawn;
    private OpenQuestion? _drawn;
    private string? _selected;
    private string? _writingTo;
    private int _index;

    public CellPosition? Cursor => _writingTo is null ? null : _text.Cursor;

    public void Draw(Surface surface, Rect area)
    {
        var questions = model.Questions;
        _index = Find(questions);
        var current = questions.Count > 0 ? questions[_index] : null;
        if (_isDrawn && current is not null && current.Id != _selected && !IsSameTold(current)) _changedAt = time.GetTimestamp();
        (_isDrawn, _drawn) = (true, current);
        _selected = current?.Id;
        if (_writingTo is not null && _writingTo != _selected) _writingTo = null;
        var box = Box.Centered(area, WidestBox, area.Rows);
        var inner = Box.Draw(surface, box, $"Inbox ({questions.Count})", Theme.Accent, Hint(current));
        if (inner.IsEmpty) return;
        if (current is null)
        {
            surface.Write(inner.Column + 1, inner.Row, "No agent asks anything.", Theme.Dim, inner.Columns - 2);
            return;
        }

        var listed = Math.Min(Math.Min(questions.Count, LongestList), inner.Rows < 12 ? 1 : inner.Rows / 3);
        var first = Math.Clamp(_index - listed + 1, 0, questions.Count - listed);
        for (var i = 0; i < listed; i++) DrawLine(surface, new Rect(inner.Column, inner.Row + i, inner.Columns, 1), questions[first + i], first + i == _index);
        surface.Write(inner.Column, inner.Row + listed, new string('─', inner.Columns), Theme.Dim, inner.Columns);
        DrawQuestion(surface, new Rect(inner.Column + 1, inner.Row + listed + 1, inner.Columns - 2, inner.Rows - listed - 1), current);
    }

    public bool HandleKey(in KeyEvent key)
    {
        if (key.Type == KeyEventType.Release) return true;
        var name = KeyName.Format(key);
        if (_writingTo is { } addressee) return Write(addressee, key, name);
        switch (name)
        {
            case "Escape" or "q" or "i" or "C-c":
                client.Close(this);
                return true;
            case "Down" or "j":
                return Move(1);
            case "Up" or "k":
                return Move(-1);
        }

        if (Current() is not { } current) return false;
        if (name == "Enter" || _changedAt is not { } at || time.GetElapsedTime(at) >= LookTime) return Answer(current, name);
        client.Toast("Another question has just come here; look at it, then answer.");
        return true;
    }

    public bool HandlePaste(string text)
    {
        if (_writingTo is not null) _text.Insert(text);
        return _writingTo is not null;
    }

    private bool Answer(OpenQuestion current, string name)
    {
        switch (name)
        {
            case "Enter":
                client.Close(this);
                client.Run("task.enter", current.Attempt.Task.ToString());
                return true;
            case "y":
                return Give(current, "--once", AnswerKind.AllowOnce);
            case "a":
                return Give(current, "--always", AnswerKind.AllowAlways);
            case "n":
                return Give(current, "--deny", AnswerKind.Deny);
            case "e" when current.Question.TextKeys is not null:
                _writingTo = current.Id;
                _text.Replace("");
                return true;
        }

        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > current.Question.Options.Count) return false;
        client.Run("inbox.answer", current.Id, "--option", current.Question.Options[number - 1].Id);
        return true;
    }

    private bool Give(OpenQuestion current, string flag, AnswerKind kind)
    {
        if (current.Question.Options.Any(option => option.Kind == kind)) client.Run("inbox.answer", current.Id, flag);
        else client.Toast("It offers no such answer; its numbers are.");
        return true;
    }

    private bool Write(string addressee, in KeyEvent key, string name)
    {
        switch (name)
        {
            case "Escape" or "C-c":
                _writingTo = null;
                return true;
            case "Enter" when _text.Text.Length > 0:
                client.Run("inbox.answer", addressee, "--text", _text.Text);
                _writingTo = null;
                return true;
            default:
                _text.HandleKey(key);
                return true;
        }
    }

    private bool Move(int step)
    {
        if (model.Questions.Count > 0) _selected = model.Questions[Math.Clamp(Find(model.Questions) + step, 0, model.Questions.Count - 1)].Id;
        return true;
    }

    private OpenQuestion? Current() => model.Questions.FirstOrDefault(question => question.Id == _selected);

    /// <summary>Whether it is the question drawn before, of which somebody else tells in other words by now: the screen follows a hook.</summary>
    private bool IsSameTold(OpenQuestion question) =>
        _drawn is { } before && before.Attempt == question.Attempt && before.Source != question.Source;

    /// <summary>The cursor's question; when that is gone, the one that took its place.</summary>
    private int Find(IReadOnlyList<OpenQuestion> questions)
    {
        for (var i = 0; i < questions.Count; i++)
            if (questions[i].Id == _selected) return i;
        return Math.Clamp(_index, 0, Math.Max(0, questions.Count - 1));
    }

    private void DrawLine(Surface surface, Rect line, OpenQuestion question, bool selected)
    {
        var who = $"{question.Attempt.Task} {question.Agent}";
        var taken = 1 + surface.Write(line.Column + 1, line.Row, who, Theme.NeedsYou, line.Columns - 2) + 2;
        surface.Write(line.Column + taken, line.Row, QueueRow.OneLine(question.Question.Text), Theme.Text, line.Columns - taken - AgeWidth - 1);
        surface.Field(line.Right - AgeWidth - 1, line.Row, AgeWidth, QueueRow.Age(time.GetUtcNow() - question.Since), Theme.Dim, right: true);
        if (selected) surface.Restyle(line, Theme.Selected);
    }

    /// <summary>Where room is short the answers matter most, then the end of the question, which says what is asked; a long one loses its middle.</summary>
    private void DrawQuestion(Surface surface, Rect area, OpenQuestion question)
    {
        if (_writingTo is not null)
        {
            area = area with { Rows = area.Rows - 1 };
            var prompt = surface.Write(area.Column, area.Bottom, "answer: ", Theme.Accent, area.Columns);
            _text.Draw(surface, new Rect(area.Column + prompt, area.Bottom, area.Columns - prompt, 1), Theme.Text, focused: true);
        }

        var answers = Rows(surface.Glyphs, question, area.Columns - 5, area.Rows - 3).Take(area.Rows - 1).ToList();
        var spare = area.Rows - answers.Count;
        var row = area.Row;
        if (spare > 3) surface.Write(area.Column, row++, TitleOf(question), Theme.Strong, area.Columns);
        var room = area.Bottom - row - answers.Count - (spare > 3 ? 1 : 0);
        var text = TextWrap.Lines(surface.Glyphs, question.Question.Text, area.Columns).ToList();
        if (text.Count > room) text = room > 2 ? [.. text.Take(room / 2), "…", .. text.TakeLast(room - 1 - (room / 2))] : [.. text.TakeLast(room)];
        foreach (var line in text) surface.Write(area.Column, row++, line, Theme.Text, area.Columns);
        if (spare > 3) row++;
        foreach (var (key, label, style) in answers)
        {
            surface.Write(area.Column + 1, row, key, Theme.Key, 4);
            surface.Write(area.Column + 5, row++, label, style, area.Columns - 5);
        }
    }

    private string TitleOf(OpenQuestion question) => model.Rows.FirstOrDefault(row => row.Task.Id == question.Attempt.Task)?.Task.Title ?? "";

    /// <summary>The answers with their whole words: what is allowed for good must not be cut off. Where the room is too short, a row each.</summary>
    private static List<(string Key, string Label, Style Style)> Rows(GlyphTable glyphs, OpenQuestion question, int columns, int room)
    {
        var answers = Answers(question).ToList();
        var wrapped = answers.SelectMany(answer => TextWrap.Lines(glyphs, answer.Label, columns)
            .Select((line, index) => (index == 0 ? answer.Key : "", line, answer.Style))).ToList();
        return wrapped.Count <= Math.Max(room, answers.Count) ? wrapped : answers;
    }

    private static IEnumerable<(string Key, string Label, Style Style)> Answers(OpenQuestion question)
    {
        for (var i = 0; i < question.Question.Options.Count; i++)
        {
            var option = question.Question.Options[i];
            var key = option.Kind switch
            {
                AnswerKind.AllowOnce => "y",
                AnswerKind.AllowAlways => "a",
                AnswerKind.Deny => "n",
                _ => "",
            };
            yield return ($"{i + 1} {key}", option.Label, question.IsGivable(option) ? Theme.Text : Theme.Dim);
        }

        if (question.Question.TextKeys is not null) yield return ("e", "answer in your own words", Theme.Text);
        if (!question.TakesAnswers) yield return ("", "It can be answered in its pane only; Enter opens it.", Theme.Dim);
    }

    private string Hint(OpenQuestion? current) =>
        current is null ? "Esc close" : _writingTo is null ? "↑↓ select   1-9 answer   Enter open its pane   Esc close" : "Enter send   Esc back";
}
