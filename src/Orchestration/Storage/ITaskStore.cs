using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Storage;

/// <summary>
/// Keeps tasks, attempts and their history. Every call is one transaction and is durable when it returns, so a caller acts only on what
/// is stored. Written so that a store shared by several hosts can stand beside the SQLite one: nothing here assumes one writer.
/// Thread-safe. A store that cannot be used answers <see cref="StoreUnavailable"/>; nothing of that call is kept then.
/// </summary>
public interface ITaskStore
{
    /// <summary>
    /// Keeps a new task, status <see cref="TaskStatus.New"/>, with the first row of its history. The project given is the main
    /// repository and replaces the one asked for; the environment is the id of a kept one.
    /// </summary>
    Task<Outcome<TaskRecord>> AddAsync(NewTask task, string project, string? environment, DateTimeOffset at);

    Task<Outcome<TaskRecord>> GetAsync(TaskId id);

    /// <summary>Lists tasks. Bodies are left out (empty) to keep long lists light.</summary>
    Task<Outcome<IReadOnlyList<TaskRecord>>> ListAsync(TaskQuery query);

    /// <summary>How many tasks, of one repository or of all, have each status; statuses without a task are absent.</summary>
    Task<Outcome<IReadOnlyDictionary<TaskStatus, int>>> CountAsync(string? project = null);

    /// <summary>Changes a task's status along an arrow of the machine, with fields that belong to the change, and records it.</summary>
    Task<Outcome<TaskRecord>> TransitionAsync(TransitionRequest request);

    /// <summary>Changes fields of a task that do not touch its status.</summary>
    Task<Outcome<TaskRecord>> UpdateAsync(TaskId id, TaskChange change, DateTimeOffset at);

    /// <summary>
    /// Takes the next task that may run: highest priority, then oldest. In one transaction it counts the slots, sets the task in
    /// progress and creates its attempt.
    /// </summary>
    /// <returns>A claim without a task when none may run or no slot is free.</returns>
    Task<Outcome<Claim>> ClaimAsync(ClaimRequest request);

    /// <summary>Keeps an attempt, new or changed.</summary>
    Task<Outcome<AttemptRecord>> SaveAttemptAsync(AttemptRecord attempt);

    Task<Outcome<IReadOnlyList<AttemptRecord>>> AttemptsAsync(TaskId task);

    /// <summary>The attempts whose process may still live.</summary>
    Task<Outcome<IReadOnlyList<AttemptRecord>>> OpenAttemptsAsync();

    /// <summary>The task's history, oldest first.</summary>
    Task<Outcome<IReadOnlyList<TaskTransition>>> HistoryAsync(TaskId task);

    /// <summary>The pairs of agent and environment that tasks waiting for their turn ask for.</summary>
    Task<Outcome<IReadOnlyList<AgentNeed>>> NeedsAsync();

    /// <summary>The ids of the kept environments that tasks refer to.</summary>
    Task<Outcome<IReadOnlyList<string>>> EnvironmentsAsync();

    /// <summary>Keeps what became of an answer: a new one (number 0) or a later state of one that has a number.</summary>
    Task<Outcome<Receipt>> SaveReceiptAsync(Receipt receipt);

    /// <summary>The receipts of a task, or of all, the newest first.</summary>
    Task<Outcome<IReadOnlyList<Receipt>>> ReceiptsAsync(TaskId? task, int limit);

    /// <summary>Keeps changes of what agents were believed to do, in their order; returns how many.</summary>
    Task<Outcome<int>> AddChangesAsync(IReadOnlyList<AgentChange> changes);

    /// <summary>The kept changes of an attempt, oldest first.</summary>
    Task<Outcome<IReadOnlyList<AgentChange>>> ChangesAsync(AttemptId attempt);
}
