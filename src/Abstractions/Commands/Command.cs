namespace Orchtui.Commands;

/// <summary>A program to run, with everything it is given.</summary>
public sealed record Command
{
    /// <summary>The program: an absolute path, or a name looked up on PATH.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments, without the program's name, each passed exactly as it is.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The directory to run in; the host's own when null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Changes to the environment the program inherits; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Text for the program's standard input, which is closed after it.</summary>
    public string StandardInput { get; init; } = "";

    /// <summary>How long the program may take.</summary>
    /// <value>Default: 30 seconds. <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much of each output stream is kept, in characters; the rest is read and dropped.</summary>
    /// <value>Range: 0 and up. Default: 4,194,304.</value>
    public int OutputLimit { get; init; } = 4 * 1024 * 1024;
}
