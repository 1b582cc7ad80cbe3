using System.Globalization;
using Orchtui.Agents;
using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Inbox;

/// <summary>Finds the question that an answer names, and in the question the answer it means.</summary>
public static class Answers
{
    /// <summary>The question by its id, or by its task's number alone.</summary>
    public static Outcome<OpenQuestion> Find(IEnumerable<OpenQuestion> open, string name)
    {
        var all = open.ToList();
        if (all.Find(question => question.Id == name) is { } exact) return exact;
        var task = name.Split('-')[0];
        if (all.Find(question => question.Attempt.Task.Value.ToString(CultureInfo.InvariantCulture) == task) is not { } current)
            return new NotFound($"Nothing is asked under {name}; 'orchtui inbox list' shows what is.");
        return name == task
            ? current
            : new Refused($"Task {task} asks something else by now ({current.Id}); look at it, then answer that.");
    }

    /// <summary>What an answer means to a question.</summary>
    public static Outcome<AgentAnswer> Choose(OpenQuestion open, AnswerRequest request)
    {
        var options = open.Question.Options;
        if (request.Text is { } text)
            return open.Question.TextKeys is not null ? new AgentAnswer(null, text) : Refuse(open, "takes no text");
        var option = request.Option is { } name
            ? options.FirstOrDefault(o => o.Id == name) ?? ByLabel(options, name) ?? ByNumber(options, name)
            : options.FirstOrDefault(o => o.Kind == request.Kind);
        if (option is null) return Refuse(open, $"has no such answer ({request.Option ?? Words(request.Kind)})");
        return open.IsGivable(option) ? new AgentAnswer(option, null) : Refuse(open, "can be answered in its pane only");
    }

    /// <summary>Two answers that read alike are told apart by their numbers.</summary>
    private static AnswerOption? ByLabel(IReadOnlyList<AnswerOption> options, string name)
    {
        var alike = options.Where(option => option.Label.Equals(name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return alike.Count == 1 ? alike[0] : null;
    }

    private static AnswerOption? ByNumber(IReadOnlyList<AnswerOption> options, string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= options.Count ? options[number - 1] : null;

    private static Refused Refuse(OpenQuestion open, string why) => new($"The question {open.Id} {why}. It offers: {Offers(open)}.");

    private static string Offers(OpenQuestion open)
    {
        var offers = open.Question.Options.Select((option, index) => $"{index + 1} ({option.Label})").ToList();
        if (open.Question.TextKeys is not null) offers.Add("text");
        return offers.Count > 0 ? string.Join(", ", offers) : "nothing that is known here; open its pane";
    }

    private static string Words(AnswerKind? kind) => kind switch
    {
        AnswerKind.AllowOnce => "once",
        AnswerKind.AllowAlways => "always",
        AnswerKind.Deny => "deny",
        _ => "none was named",
    };
}
