using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// What the model asks the person in one call of its tool: one question or several, each with one answer or several. It is asked in steps,
/// one answer each, so that every step reads as a question of its own; the server is told when the last step has been answered. Immutable:
/// an answer gives the form of the next step.
/// </summary>
internal sealed record QuestionForm
{
    /// <summary>Beside the labels, which are the other answers' ids; no label that a model would choose.</summary>
    private const string EnoughId = "that-is-all";

    private readonly string _id;
    private readonly IReadOnlyList<Part> _parts;

    private QuestionForm(string id, IReadOnlyList<Part> parts) => (_id, _parts, Answers) = (id, parts, []);

    /// <summary>What has been answered: a list for each question that has had its turn.</summary>
    private IReadOnlyList<IReadOnlyList<string>> Answers { get; init; }

    /// <summary>What has been chosen so far of the question that is asked now.</summary>
    private IReadOnlyList<string> Chosen { get; init; } = [];

    public bool IsComplete => Answers.Count == _parts.Count;

    /// <summary>The question of this step; its id is the form's, with how many steps have gone before.</summary>
    public AgentQuestion Asked
    {
        get
        {
            var part = _parts[Answers.Count];
            var count = _parts.Count > 1 ? $"{Answers.Count + 1} of {_parts.Count}: " : "";
            var chosen = Chosen.Count > 0 ? $"\nChosen: {string.Join(", ", Chosen)}" : part.TakesSeveral ? "\nSeveral can be chosen, one after another." : "";
            var steps = Answers.Sum(answers => answers.Count + 1) + Chosen.Count;
            var options = part.Labels.Except(Chosen, StringComparer.Ordinal).Select(label => new AnswerOption(label, label));
            if (part.TakesSeveral) options = options.Append(new AnswerOption(EnoughId, Chosen.Count > 0 ? "That is all" : "None of these"));
            return new AgentQuestion(
                $"{count}{part.Text}{chosen}", [.. options, new AnswerOption(ServerQuestion.Reject, "Dismiss") { Kind = AnswerKind.Deny }])
            {
                Id = steps == 0 ? _id : $"{_id}/{steps}",
                TextKeys = part.TakesText ? [] : null,
            };
        }
    }

    /// <summary>The answers as the server takes them.</summary>
    public string[][] Reply => [.. Answers.Select(answers => answers.ToArray())];

    /// <returns>Null when nothing is asked.</returns>
    public static QuestionForm? Of(string id, IReadOnlyList<JsonElement> questions) => questions.Count == 0 ? null : new QuestionForm(id,
    [
        .. questions.Select(question => new Part(
            question.Text("question") ?? "",
            [.. question.Items("options").Select(option => option.Text("label")).OfType<string>().Distinct(StringComparer.Ordinal)],
            question.Flag("multiple"),
            question.Member("custom") is not { ValueKind: JsonValueKind.False })),
    ]);

    /// <summary>The form after an answer to the question it asks.</summary>
    public QuestionForm With(AgentAnswer answer)
    {
        var part = _parts[Answers.Count];
        var isEnough = part.TakesSeveral && answer.Option?.Id == EnoughId;
        IReadOnlyList<string> chosen = isEnough ? Chosen : [.. Chosen, answer.Option?.Label ?? answer.Text ?? ""];
        var isOpen = part.TakesSeveral && !isEnough && (part.TakesText || part.Labels.Except(chosen, StringComparer.Ordinal).Any());
        return isOpen ? this with { Chosen = chosen } : this with { Answers = [.. Answers, chosen], Chosen = [] };
    }

    private sealed record Part(string Text, IReadOnlyList<string> Labels, bool TakesSeveral, bool TakesText);
}
