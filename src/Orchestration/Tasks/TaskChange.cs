using Orchtui.Agents;

namespace Orchtui.Orchestration.Tasks;

/// <summary>
/// New values for some fields of a task; what is null stays as it is. A field that can be emptied has a switch of its own.
/// </summary>
public sealed record TaskChange
{
    public string? Agent { get; init; }

    public string? Model { get; init; }

    /// <summary>Labels to add to those it has.</summary>
    public IReadOnlyList<string> AddedLabels { get; init; } = [];

    public string? Branch { get; init; }

    public string? Worktree { get; init; }

    public string? BaseCommit { get; init; }

    public string? BaseBranch { get; init; }

    public string? SessionId { get; init; }

    public bool? Resume { get; init; }

    public AgentMode? Mode { get; init; }

    public bool? Held { get; init; }

    public string? Reason { get; init; }

    public string? Environment { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public long? Tokens { get; init; }

    public decimal? CostUsd { get; init; }

    /// <summary>A new conversation begins whose id is not known yet.</summary>
    public bool ClearSession { get; init; }

    /// <summary>The worktree is gone.</summary>
    public bool ClearWorktree { get; init; }

    /// <summary>The branch is gone, and with it what it started from.</summary>
    public bool ClearBranch { get; init; }

    public bool ClearEnvironment { get; init; }

    public bool ClearNotBefore { get; init; }

    public TaskRecord Apply(TaskRecord task) => task with
    {
        Agent = Agent ?? task.Agent,
        Model = Model ?? task.Model,
        Labels = AddedLabels.Count == 0 ? task.Labels : [.. task.Labels.Union(AddedLabels)],
        Branch = ClearBranch ? null : Branch ?? task.Branch,
        BaseCommit = ClearBranch ? null : BaseCommit ?? task.BaseCommit,
        BaseBranch = ClearBranch ? null : BaseBranch ?? task.BaseBranch,
        Worktree = ClearWorktree ? null : Worktree ?? task.Worktree,
        SessionId = ClearSession ? null : SessionId ?? task.SessionId,
        Resume = Resume ?? task.Resume,
        Mode = Mode ?? task.Mode,
        Held = Held ?? task.Held,
        Reason = Reason ?? task.Reason,
        Environment = ClearEnvironment ? null : Environment ?? task.Environment,
        NotBefore = ClearNotBefore ? null : NotBefore ?? task.NotBefore,
        Tokens = Tokens ?? task.Tokens,
        CostUsd = CostUsd ?? task.CostUsd,
    };
}
