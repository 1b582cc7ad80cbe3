namespace Orchtui.TestKit;

/// <summary>One request as the scripted model server recorded it.</summary>
public sealed record ModelRequest(
    int Number,
    string Method,
    string Path,
    int Status,
    string? Model,
    int Messages,
    int Tools,
    int Results,
    string? Prompt,
    string? Directory,
    IReadOnlyList<string> Prompts,
    string? LastResult,
    string? Effort);
