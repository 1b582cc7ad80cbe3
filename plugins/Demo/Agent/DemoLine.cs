using System.Text.Json.Serialization;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>One line of a headless run's output.</summary>
internal sealed record DemoLine(string Type)
{
    public const string Session = "session";
    public const string Message = "message";
    public const string Tool = "tool";
    public const string ToolEnd = "tool_end";
    public const string Usage = "usage";
    public const string Result = "result";

    public string? SessionId { get; init; }

    public string? Model { get; init; }

    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Text { get; init; }

    public bool? Ok { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }
}

/// <summary>One event of an interactive run, written as a file of its own.</summary>
internal sealed record DemoEvent(string Event, string SessionId, string? Text)
{
    public const string Started = "started";
    public const string Working = "working";
    public const string Question = "question";
    public const string Idle = "idle";
    public const string Done = "done";
    public const string Failed = "failed";
}

/// <summary>How a headless run sums itself up for whoever scheduled it.</summary>
internal sealed record DemoContract(
    string Status,
    string Summary,
    IReadOnlyList<string> Accomplished,
    IReadOnlyList<string> Remaining,
    IReadOnlyList<string> FilesChanged,
    IReadOnlyList<string> Blockers,
    string Reason,
    IReadOnlyList<string> Learnings);

/// <summary>The form of everything the program writes for machines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DemoLine))]
[JsonSerializable(typeof(DemoEvent))]
[JsonSerializable(typeof(DemoContract))]
internal sealed partial class DemoJson : JsonSerializerContext;
