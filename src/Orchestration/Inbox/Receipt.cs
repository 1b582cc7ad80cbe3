using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Inbox;

/// <summary>What became of one answer. Stored before the answer is given, so that one that was begun is never forgotten.</summary>
public sealed record Receipt
{
    /// <summary>Its number; 0 while it is not stored.</summary>
    public long Id { get; init; }

    public required AttemptId Attempt { get; init; }

    public required string QuestionId { get; init; }

    public required string Question { get; init; }

    public required string Answer { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ReceiptState State { get; init; }

    /// <summary>Why it was refused, or by what it was confirmed.</summary>
    public string Detail { get; init; } = "";
}

/// <summary>Where an answer stands.</summary>
public enum ReceiptState
{
    /// <summary>It is being given. One that stays so was cut off by the end of the host.</summary>
    Begun,

    /// <summary>It was not given. Of an answer in own words a part may have been typed; the detail says so then.</summary>
    Refused,

    /// <summary>It was written, or taken by the agent's own interface.</summary>
    Written,

    /// <summary>It was written, and the agent has been seen to go on.</summary>
    Confirmed,

    /// <summary>The question was closed, but not from here and not by keys in its pane: whoever did it has no name.</summary>
    Elsewhere,
}
