using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Engine;

/// <summary>
/// The attempts whose process lives or is about to, one per task: two agents never share a worktree. The one way out is
/// <see cref="End"/>, after which the attempt keeps nobody waiting, so that no verb can be lost with it. Touched by the engine's loop
/// only.
/// </summary>
internal sealed class ActiveAttempts
{
    private readonly Dictionary<TaskId, ActiveAttempt> _byTask = [];

    /// <summary>A copy, since handling one may end it.</summary>
    public IReadOnlyList<ActiveAttempt> All => [.. _byTask.Values];

    public IEnumerable<TaskId> Tasks => _byTask.Keys;

    public ActiveAttempt? Find(TaskId task) => _byTask.GetValueOrDefault(task);

    public ActiveAttempt? Find(AttemptId id) => Find(id.Task) is { } active && active.Record.Id == id ? active : null;

    public void Begin(ActiveAttempt active)
    {
        if (Find(active.Record.Id.Task) is { } earlier)
            throw new InvalidOperationException($"Attempt {active.Record.Id} begins while {earlier.Record.Id} is active.");
        _byTask[active.Record.Id.Task] = active;
    }

    public void End(ActiveAttempt active)
    {
        if (Find(active.Record.Id) != active) return;
        _byTask.Remove(active.Record.Id.Task);
        active.Phase = AttemptPhase.Over;
    }
}
