namespace Orchtui.Host.Client;

/// <summary>What a person asked for when attaching.</summary>
internal sealed record AttachOptions
{
    public bool ReadOnly { get; init; }

    /// <summary>The window to open; negative for the one the last client looked at.</summary>
    public int Window { get; init; } = -1;

    /// <summary>The task to open; 0 for none.</summary>
    public int TaskId { get; init; }

    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Reads the arguments after <c>attach</c>; null when they are not of its form (the full command line then explains).</summary>
    public static AttachOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new AttachOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--read-only") options = options with { ReadOnly = true };
            else if (arguments[i] == "--task" && i + 1 < arguments.Length && int.TryParse(arguments[++i], out var task)) options = options with { TaskId = task };
            else return null;
        }

        return options;
    }
}
