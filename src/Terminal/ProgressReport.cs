namespace Orchtui.Terminal;

public enum ProgressState : byte
{
    Normal = 1,
    Error = 2,
    Indeterminate = 3,
    Paused = 4,
}

/// <summary>Progress as a program reports it by OSC 9;4; the percentage is 0 where the state carries none.</summary>
public sealed record ProgressReport(ProgressState State, int Percent);

/// <summary>What a program says about itself by OSC 7501; absent keys are null.</summary>
public sealed record ProgramStatus(string State)
{
    public string? Id { get; init; }

    public string? App { get; init; }

    public string? Kind { get; init; }

    public string? Progress { get; init; }

    public string? Title { get; init; }

    public string? Message { get; init; }
}
