using System.Data;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Storage;

public sealed partial class SqliteTaskStore
{
    public Task<Outcome<TaskRecord>> AddAsync(NewTask task, string project, string? environment, DateTimeOffset at) =>
        WriteAsync<TaskRecord>((connection, transaction) =>
        {
            if (task.After is { } after && Find(connection, transaction, after).Problem is { } problem) return problem;
            var taken = connection.QueryFirstOrDefault<long?>(
                "SELECT id FROM tasks WHERE external_ref = @ExternalRef", new { task.ExternalRef }, transaction);
            if (taken is { } other) return new Refused($"Task {other} stands for {task.ExternalRef} already.");
            var draft = Draft(task, project, environment, at);
            var id = new TaskId((int)connection.ExecuteScalar<long>(TaskRow.Insert, TaskRow.From(draft), transaction));
            Record(connection, transaction, new TaskTransition(id, at, null, TaskStatus.New, TransitionCause.Added, draft.Reason));
            return draft with { Id = id };
        });

    public Task<Outcome<TaskRecord>> TransitionAsync(TransitionRequest request) => WriteAsync<TaskRecord>((connection, transaction) =>
    {
        var found = Find(connection, transaction, request.Task);
        if (!found.Succeeded) return found.Problem;
        if (request.From is { } expected && found.Value.Status != expected)
            return new TransitionRefused(
                $"Task {request.Task} is {SnakeCase.Text(found.Value.Status)} by now, no longer {SnakeCase.Text(expected)}.");
        if (TaskMachine.Check(request.Task, found.Value.Status, request.To, request.Cause) is { } refused) return refused;
        if (request.Attempt is { } attempt) connection.Execute(AttemptRow.Upsert, AttemptRow.From(attempt), transaction);
        return Move(connection, transaction, found.Value, request);
    });

    public Task<Outcome<TaskRecord>> UpdateAsync(TaskId id, TaskChange change, DateTimeOffset at) =>
        WriteAsync<TaskRecord>((connection, transaction) =>
        {
            var found = Find(connection, transaction, id);
            if (!found.Succeeded) return found.Problem;
            var changed = change.Apply(found.Value) with { UpdatedAt = at };
            connection.Execute(TaskRow.Update, TaskRow.From(changed), transaction);
            return changed;
        });

    public Task<Outcome<AttemptRecord>> SaveAttemptAsync(AttemptRecord attempt) => WriteAsync<AttemptRecord>((connection, transaction) =>
    {
        connection.Execute(AttemptRow.Upsert, AttemptRow.From(attempt), transaction);
        return attempt;
    });

    public Task<Outcome<Claim>> ClaimAsync(ClaimRequest request) => WriteAsync<Claim>((connection, transaction) =>
    {
        var running = connection.ExecuteScalar<long>("SELECT count(*) FROM tasks WHERE status = 'in_progress'", transaction: transaction);
        if (running >= request.Slots) return Claim.None;
        var (sql, values) = NextTurn(request);
        if (connection.QueryFirstOrDefault<TaskRow>(sql, values, transaction)?.ToRecord() is not { } next) return Claim.None;

        var attempt = NewAttempt(next, request.At);
        connection.Execute(AttemptRow.Upsert, AttemptRow.From(attempt), transaction);
        var claimed = Move(connection, transaction, next with { Attempts = attempt.Id.Number }, new TransitionRequest
        {
            Task = next.Id,
            To = TaskStatus.InProgress,
            Cause = TransitionCause.Dispatched,
            Evidence = $"attempt {attempt.Id.Number} with {attempt.Agent}",
            At = request.At,
            Change = new TaskChange { ClearNotBefore = true },
        });
        return new Claim(claimed, attempt);
    });

    private static AttemptRecord NewAttempt(TaskRecord task, DateTimeOffset at) => new()
    {
        Id = new AttemptId(task.Id, task.Attempts + 1),
        State = AttemptState.Starting,
        Agent = task.Agent!,
        Model = task.Model,
        Mode = task.Mode,
        SessionId = task.Resume ? task.SessionId : null,
        StartedAt = at,
    };

    private static TaskRecord Draft(NewTask task, string project, string? environment, DateTimeOffset at) => new()
    {
        Id = default,
        Title = task.Title,
        Body = task.Body,
        Status = TaskStatus.New,
        Agent = task.Agent,
        Model = task.Model,
        Source = task.Source,
        ExternalRef = task.ExternalRef,
        Priority = task.Priority,
        Labels = task.Labels,
        Project = project,
        Mode = task.Mode,
        After = task.After,
        Held = task.Held,
        Environment = environment,
        Reason = $"added from {SnakeCase.Text(task.Source)}",
        CreatedAt = at,
        UpdatedAt = at,
    };

    private static TaskRecord Move(SqliteConnection connection, IDbTransaction transaction, TaskRecord task, TransitionRequest request)
    {
        var change = request.Change.Reason is null ? request.Change with { Reason = request.Evidence } : request.Change;
        var moved = change.Apply(task) with { Status = request.To, UpdatedAt = request.At };
        connection.Execute(TaskRow.Update, TaskRow.From(moved), transaction);
        Record(connection, transaction, new TaskTransition(task.Id, request.At, task.Status, request.To, request.Cause, request.Evidence));
        return moved;
    }

    private static void Record(SqliteConnection connection, IDbTransaction transaction, TaskTransition row) => connection.Execute(
        "INSERT INTO transitions (task_id, at, from_status, to_status, cause, evidence) VALUES (@Id, @At, @From, @To, @Cause, @Evidence)",
        new
        {
            Id = row.Task.Value,
            At = row.At.ToUnixTimeMilliseconds(),
            From = row.From is { } from ? SnakeCase.Text(from) : null,
            To = SnakeCase.Text(row.To),
            Cause = SnakeCase.Text(row.Cause),
            row.Evidence,
        },
        transaction);

    /// <summary>The next task by priority and age whose agent, predecessor, hold and backoff allow it.</summary>
    private static (string Sql, DynamicParameters Values) NextTurn(ClaimRequest request)
    {
        var values = new DynamicParameters(new { Now = request.At.ToUnixTimeMilliseconds() });
        var sql = $"SELECT {TaskRow.Columns} FROM tasks WHERE status = 'routed' AND held = 0 AND agent IS NOT NULL "
            + "AND (not_before IS NULL OR not_before <= @Now) "
            + "AND (after_id IS NULL OR (SELECT p.status FROM tasks p WHERE p.id = tasks.after_id) IN ('in_review', 'done'))";
        for (var i = 0; i < request.NotStartable.Count; i++)
        {
            sql += $" AND NOT (agent = @Agent{i} AND environment IS @Environment{i})";
            values.Add($"Agent{i}", request.NotStartable[i].Agent);
            values.Add($"Environment{i}", request.NotStartable[i].Environment);
        }

        if (request.Only is { } only)
        {
            sql += " AND id IN @Only";
            values.Add("Only", only.Select(task => task.Value).ToArray());
        }

        if (request.Except.Count > 0)
        {
            sql += " AND id NOT IN @Except";
            values.Add("Except", request.Except.Select(task => task.Value).ToArray());
        }

        return (sql + " ORDER BY priority, created_at, id LIMIT 1", values);
    }
}
