using Dapper;
using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Storage;

public sealed partial class SqliteTaskStore
{
    private const string ReceiptColumns = "id, task_id, attempt, question_id, question, answer, answered_by, at, state, detail";

    public Task<Outcome<Receipt>> SaveReceiptAsync(Receipt receipt) => WriteAsync<Receipt>((connection, transaction) =>
    {
        var values = new
        {
            receipt.Id,
            Task = receipt.Attempt.Task.Value,
            Attempt = receipt.Attempt.Number,
            receipt.QuestionId,
            receipt.Question,
            receipt.Answer,
            receipt.By,
            At = receipt.At.ToUnixTimeMilliseconds(),
            State = SnakeCase.Text(receipt.State),
            receipt.Detail,
        };
        if (receipt.Id == 0)
            return receipt with
            {
                Id = connection.ExecuteScalar<long>(
                    "INSERT INTO receipts (task_id, attempt, question_id, question, answer, answered_by, at, state, detail) "
                    + "VALUES (@Task, @Attempt, @QuestionId, @Question, @Answer, @By, @At, @State, @Detail) RETURNING id", values, transaction),
            };
        connection.Execute("UPDATE receipts SET state = @State, detail = @Detail WHERE id = @Id", values, transaction);
        return receipt;
    });

    public Task<Outcome<IReadOnlyList<Receipt>>> ReceiptsAsync(TaskId? task, int limit) => ReadAsync(connection =>
    {
        var where = task is null ? "" : "WHERE task_id = @id ";
        var rows = connection.Query<(long Id, long Task, long Attempt, string QuestionId, string Question, string Answer, string By, long At, string State, string Detail)>(
            $"SELECT {ReceiptColumns} FROM receipts {where}ORDER BY id DESC LIMIT @limit", new { id = task?.Value, limit = Math.Clamp(limit, 0, MaxListed) });
        return Outcome<IReadOnlyList<Receipt>>.Of([.. rows.Select(row => new Receipt
        {
            Id = row.Id,
            Attempt = new AttemptId(new TaskId((int)row.Task), (int)row.Attempt),
            QuestionId = row.QuestionId,
            Question = row.Question,
            Answer = row.Answer,
            By = row.By,
            At = UnixTime.FromStore(row.At),
            State = SnakeCase.Parse<ReceiptState>(row.State),
            Detail = row.Detail,
        })]);
    });

    public Task<Outcome<int>> AddChangesAsync(IReadOnlyList<AgentChange> changes) => WriteAsync<int>((connection, transaction) =>
        connection.Execute(
            "INSERT INTO agent_changes (task_id, attempt, at, from_activity, to_activity, source, reason, stuck) "
            + "VALUES (@Task, @Attempt, @At, @From, @To, @Source, @Reason, @Stuck)",
            changes.Select(change => new
            {
                Task = change.Attempt.Task.Value,
                Attempt = change.Attempt.Number,
                At = change.At.ToUnixTimeMilliseconds(),
                From = SnakeCase.Text(change.From),
                To = SnakeCase.Text(change.To),
                Source = change.Source is { } source ? SnakeCase.Text(source) : null,
                change.Reason,
                change.Stuck,
            }),
            transaction));

    public Task<Outcome<IReadOnlyList<AgentChange>>> ChangesAsync(AttemptId attempt) => ReadAsync(connection =>
    {
        var rows = connection.Query<(long At, string From, string To, string? Source, string Reason, bool Stuck)>(
            "SELECT at, from_activity, to_activity, source, reason, stuck FROM agent_changes WHERE task_id = @task AND attempt = @number ORDER BY id",
            new { task = attempt.Task.Value, number = attempt.Number });
        return Outcome<IReadOnlyList<AgentChange>>.Of([.. rows.Select(row => new AgentChange(
            attempt,
            UnixTime.FromStore(row.At),
            SnakeCase.Parse<AgentActivity>(row.From),
            SnakeCase.Parse<AgentActivity>(row.To),
            row.Source is null ? null : SnakeCase.Parse<EvidenceSource>(row.Source),
            row.Reason,
            row.Stuck))]);
    });
}
