using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Storage;

public sealed partial class SqliteTaskStore
{
    private const int MaxListed = 10_000;

    public Task<Outcome<TaskRecord>> GetAsync(TaskId id) => ReadAsync(connection => Find(connection, null, id));

    public Task<Outcome<IReadOnlyList<TaskRecord>>> ListAsync(TaskQuery query) => ReadAsync(connection =>
    {
        var rows = connection.Query<TaskRow>(Select(query), new
        {
            Statuses = query.Statuses?.Select(SnakeCase.Text).ToArray(),
            query.Project,
            query.Agent,
            query.ExternalRef,
            Text = query.Text is null ? null : $"%{EscapeLike(query.Text)}%",
            After = query.After?.Value,
            Before = query.Before?.Value,
            Limit = Math.Clamp(query.Limit, 0, MaxListed),
        });
        return Outcome<IReadOnlyList<TaskRecord>>.Of([.. rows.Select(row => row.ToRecord())]);
    });

    public Task<Outcome<IReadOnlyDictionary<TaskStatus, int>>> CountAsync(string? project = null) => ReadAsync(connection =>
    {
        var where = project is null ? "" : " WHERE project = @project";
        var rows = connection.Query<(string Status, long Count)>(
            $"SELECT status, count(*) FROM tasks{where} GROUP BY status", new { project });
        return Outcome<IReadOnlyDictionary<TaskStatus, int>>.Of(
            rows.ToDictionary(row => SnakeCase.Parse<TaskStatus>(row.Status), row => (int)row.Count));
    });

    public Task<Outcome<IReadOnlyList<AttemptRecord>>> AttemptsAsync(TaskId task) => ReadAsync(connection =>
        Attempts(connection, "task_id = @id", new { id = task.Value }));

    public Task<Outcome<IReadOnlyList<AttemptRecord>>> OpenAttemptsAsync() => ReadAsync(connection =>
        Attempts(connection, "state IN ('starting', 'running', 'resting')", null));

    public Task<Outcome<IReadOnlyList<TaskTransition>>> HistoryAsync(TaskId task) => ReadAsync(connection =>
    {
        var rows = connection.Query<(long At, string? From, string To, string Cause, string Evidence)>(
            "SELECT at, from_status, to_status, cause, evidence FROM transitions WHERE task_id = @id ORDER BY id", new { id = task.Value });
        return Outcome<IReadOnlyList<TaskTransition>>.Of([.. rows.Select(row => new TaskTransition(
            task,
            UnixTime.FromStore(row.At),
            row.From is null ? null : SnakeCase.Parse<TaskStatus>(row.From),
            SnakeCase.Parse<TaskStatus>(row.To),
            SnakeCase.Parse<TransitionCause>(row.Cause),
            row.Evidence))]);
    });

    public Task<Outcome<IReadOnlyList<AgentNeed>>> NeedsAsync() => ReadAsync(connection =>
    {
        var rows = connection.Query<(string Agent, string? Environment)>(
            "SELECT DISTINCT agent, environment FROM tasks WHERE status = 'routed' AND agent IS NOT NULL");
        return Outcome<IReadOnlyList<AgentNeed>>.Of([.. rows.Select(row => new AgentNeed(row.Agent, row.Environment))]);
    });

    public Task<Outcome<IReadOnlyList<string>>> EnvironmentsAsync() => ReadAsync(connection =>
        Outcome<IReadOnlyList<string>>.Of(
            [.. connection.Query<string>("SELECT DISTINCT environment FROM tasks WHERE environment IS NOT NULL")]));

    private static Outcome<TaskRecord> Find(SqliteConnection connection, System.Data.IDbTransaction? transaction, TaskId id)
    {
        var row = connection.QueryFirstOrDefault<TaskRow>(
            $"SELECT {TaskRow.Columns} FROM tasks WHERE id = @id", new { id = id.Value }, transaction);
        return row is null ? new NotFound($"There is no task {id}.") : row.ToRecord();
    }

    private static Outcome<IReadOnlyList<AttemptRecord>> Attempts(SqliteConnection connection, string where, object? values)
    {
        var rows = connection.Query<AttemptRow>(
            $"SELECT {AttemptRow.Columns} FROM attempts WHERE {where} ORDER BY task_id, number", values);
        return Outcome<IReadOnlyList<AttemptRecord>>.Of([.. rows.Select(row => row.ToRecord())]);
    }

    /// <summary>Only the criteria that were given go into the statement, so that SQLite can choose the index that serves them.</summary>
    private static string Select(TaskQuery query)
    {
        var criteria = new List<string>();
        // Newest first, walking the table backwards and stopping at the limit beats sorting what an index on the status finds.
        if (query.Statuses is not null) criteria.Add(query.Order == TaskOrder.NewestFirst ? "+status IN @Statuses" : "status IN @Statuses");
        if (query.Project is not null) criteria.Add("project = @Project");
        if (query.Agent is not null) criteria.Add("agent = @Agent");
        if (query.ExternalRef is not null) criteria.Add("external_ref = @ExternalRef");
        if (query.Text is not null) criteria.Add("title LIKE @Text ESCAPE '\\'");
        if (query.After is not null) criteria.Add("after_id = @After");
        if (query.Before is not null) criteria.Add("id < @Before");
        var sql = new StringBuilder($"SELECT {TaskRow.ListColumns} FROM tasks");
        if (criteria.Count > 0) sql.Append(" WHERE ").AppendJoin(" AND ", criteria);
        sql.Append(query.Order == TaskOrder.Dispatch ? " ORDER BY priority, created_at, id" : " ORDER BY id DESC");
        return sql.Append(" LIMIT @Limit").ToString();
    }

    private static string EscapeLike(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
