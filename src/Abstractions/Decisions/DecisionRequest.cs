namespace Orchtui.Decisions;

/// <summary>What a decision can rest on.</summary>
public sealed record DecisionRequest
{
    /// <summary>The id of the configuration on whose behalf it is asked.</summary>
    /// <value>Default: <c>default</c>.</value>
    public string ConfigurationId { get; init; } = "default";

    /// <summary>The absolute path of the workspace's main repository.</summary>
    public required string Workspace { get; init; }

    /// <summary>What the person wants in the long run, each in their own words; may be empty.</summary>
    public IReadOnlyList<string> Goals { get; init; } = [];

    /// <summary>How long the work may take.</summary>
    /// <value>Range: 30 minutes to 2 hours. Default: 30 minutes.</value>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The ids of the agents that may be used: installed and allowed, in no particular order. Never empty.</summary>
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>The agent the person would rather have; null when they said nothing. Not necessarily among <see cref="Agents"/>.</summary>
    public string? PreferredAgent { get; init; }

    /// <summary>Globs of the files that matter, relative to the workspace; empty for all.</summary>
    public IReadOnlyList<string> FocusInclude { get; init; } = [];

    /// <summary>Globs of the files that do not.</summary>
    public IReadOnlyList<string> FocusExclude { get; init; } = [];

    /// <summary>What earlier conversations with agents were about.</summary>
    public HistoryAnalysis History { get; init; } = HistoryAnalysis.Empty;

    /// <summary>When it is asked.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What earlier conversations in a workspace were about.</summary>
public sealed record HistoryAnalysis
{
    /// <summary>Nothing is known.</summary>
    public static HistoryAnalysis Empty { get; } = new();

    /// <summary>The files that were read or written, by path relative to the workspace, the most touched first.</summary>
    public IReadOnlyList<FileTouches> Files { get; init; } = [];

    /// <summary>How often each tool was used, by its name.</summary>
    public IReadOnlyDictionary<string, int> Tools { get; init; } = new Dictionary<string, int>();

    /// <summary>What people asked for, in their own words, the newest conversation first.</summary>
    /// <value>At most 20.</value>
    public IReadOnlyList<string> GoalPatterns { get; init; } = [];

    /// <summary>What the newest conversation was about; null when nothing is known.</summary>
    public string? UserIntent { get; init; }

    /// <summary>How many messages a conversation has on average.</summary>
    public double AverageLength { get; init; }

    /// <summary>How many conversations were looked at.</summary>
    public int Conversations { get; init; }
}

/// <summary>How often a file was touched.</summary>
/// <param name="Path">Relative to the workspace.</param>
/// <param name="Count">From 1.</param>
public sealed record FileTouches(string Path, int Count);
