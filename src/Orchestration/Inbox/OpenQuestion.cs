using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchtui.Agents;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Inbox;

/// <summary>
/// A question that a running agent asks now. It is known by what it says: the same words again are the same question, other words are
/// another one, so that an answer can name what it answers.
/// </summary>
public sealed record OpenQuestion
{
    private const int DigestBytes = 3;

    private string _digest = "";

    private OpenQuestion() { }

    public required AttemptId Attempt { get; init; }

    public required string Agent { get; init; }

    public required AgentQuestion Question { get; init; }

    /// <summary>What told of it: how it is answered depends on that.</summary>
    public required EvidenceSource Source { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>What people and scripts call it: the task and a few digits of what it says, such as <c>7-3fa2b1</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Attempt.Task.Value}-{_digest}");

    /// <summary>Whether it can be answered from here. Otherwise only its pane takes an answer.</summary>
    public bool TakesAnswers => (IsShown && Question.TextKeys is not null) || Question.Options.Any(IsGivable);

    /// <summary>The question of an attempt.</summary>
    public static OpenQuestion Of(AttemptId attempt, string agent, AgentQuestion question, EvidenceSource source, DateTimeOffset since) =>
        new() { _digest = DigestOf(attempt, question), Attempt = attempt, Agent = agent, Question = question, Source = source, Since = since };

    /// <summary>It was read from the screen, which can be looked at again before a key is pressed; a hook's word of it cannot.</summary>
    private bool IsShown => Question.Rows is not null;

    /// <summary>Whether an option can be given from here: by keys, or by the agent's own interface.</summary>
    public bool IsGivable(AnswerOption option) => Question.Id is not null || (IsShown && option.Keys.Count > 0);

    /// <summary>The place of the question on the screen is no part of it.</summary>
    private static string DigestOf(AttemptId attempt, AgentQuestion question)
    {
        var text = new StringBuilder(attempt.ToString()).Append('\0').Append(question.Id).Append('\0').Append(question.Text);
        foreach (var option in question.Options) text.Append('\0').Append(option.Id).Append('\0').Append(option.Label);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, DigestBytes));
    }
}
