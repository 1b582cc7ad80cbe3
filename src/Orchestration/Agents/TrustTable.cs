using Orchtui.Agents;
using static Orchtui.Agents.AgentActivity;

namespace Orchtui.Orchestration.Agents;

/// <summary>
/// When a claim gives way to weaker evidence that contradicts it. Trust orders the sources; this table says for how long a claim is
/// fresh. A pair that is not listed never gives way: a permission request, say, is not ended by a title that says "not working",
/// because agents show the same title while they wait for the answer.
/// </summary>
internal static class TrustTable
{
    /// <summary>A title or a screen may flicker through another state between two frames; what lasts this long is meant.</summary>
    public static readonly TimeSpan Stand = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After a person pressed a key on a question, the agent's own word may be missing: no event tells of a refusal or Escape.
    /// </summary>
    public static readonly TimeSpan AnswerSpan = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A question that the agent's own interface asks is closed by that interface, and a busy agent draws it late. Only when the interface
    /// has fallen silent for so long does the screen know better.
    /// </summary>
    public static readonly TimeSpan InterfaceSpan = TimeSpan.FromSeconds(10);

    /// <summary>How long a reading of the screen holds once the screen has begun to change.</summary>
    public static readonly TimeSpan ScreenLifetime = TimeSpan.FromSeconds(2);

    /// <summary>How long printing counts as working.</summary>
    public static readonly TimeSpan OutputLifetime = TimeSpan.FromSeconds(3);

    /// <summary>Output this soon after a key is its echo and says nothing.</summary>
    public static readonly TimeSpan EchoSpan = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an agent that has given no evidence counts as starting.</summary>
    public static readonly TimeSpan StartSpan = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<(AgentActivity Held, AgentActivity Contradicting), TimeSpan> GivesWay = new()
    {
        // No event fires when a person interrupts a turn with Escape; the title tells.
        [(Working, Idle)] = Stand,
        [(Working, Done)] = Stand,
        // Dialogs for which an agent has no event (trust, sign-in) show on the screen only.
        [(Working, Waiting)] = Stand,
        [(Working, Limited)] = Stand,
        [(Working, Failed)] = Stand,
        // A question was answered, or a new turn began, and the event is missing or late.
        [(Waiting, Working)] = Stand,
        [(Idle, Working)] = Stand,
        [(Done, Working)] = Stand,
        [(Failed, Working)] = Stand,
        [(Limited, Working)] = Stand,

        // A title at rest says that nothing is being worked on: a question is no contradiction, and somebody waits for it to be shown.
        [(Idle, Waiting)] = TimeSpan.Zero,
        // A title at rest only says that nothing is being worked on; the screen knows how the turn ended, or that nobody knows what it shows.
        [(Idle, Done)] = Stand,
        [(Idle, Failed)] = Stand,
        [(Idle, Limited)] = Stand,
        [(Idle, Unknown)] = Stand,
        [(Done, Waiting)] = Stand,
        [(Starting, Working)] = TimeSpan.Zero,
        [(Starting, Waiting)] = TimeSpan.Zero,
        [(Starting, Idle)] = Stand,
        [(Starting, Done)] = Stand,
        [(Starting, Failed)] = Stand,
        [(Starting, Limited)] = Stand,
    };

    private static readonly HashSet<AgentActivity> EndsQuestion = [Working, Idle, Done];

    /// <summary>From when on a stronger claim gives way to a weaker one; null for never.</summary>
    /// <param name="held">The stronger claim.</param>
    /// <param name="contradicting">The weaker claim.</param>
    /// <param name="typedAt">When the person last pressed a key.</param>
    public static DateTimeOffset? GivesWayAt(EvidenceClaim held, EvidenceClaim contradicting, DateTimeOffset? typedAt)
    {
        // What a headless run says of itself is complete, an ended process does not come back, and printing alone contradicts nobody.
        if (held.Source >= EvidenceSource.Stream || contradicting.Source == EvidenceSource.OutputRate) return null;
        if (held.Reading.State.Question?.Id is not null)
        {
            return contradicting.At > held.At && EndsQuestion.Contains(contradicting.Activity)
                ? Later(contradicting.Since, held.At) + InterfaceSpan
                : null;
        }

        if (held.Activity == Waiting && typedAt > held.At && EndsQuestion.Contains(contradicting.Activity))
            return Later(contradicting.Since, typedAt.Value) + AnswerSpan;
        if (contradicting.At <= held.At) return null;
        return GivesWay.TryGetValue((held.Activity, contradicting.Activity), out var stand)
            ? Later(contradicting.Since, held.At) + stand
            : null;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
