using System.Text.Json;
using Dapper;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Orchestration.Storage;

public sealed partial class SqliteTaskStore
{
    public Task<Outcome<IReadOnlyList<KeptUpdate>>> AddUpdatesAsync(IReadOnlyList<KeptUpdate> updates) => WriteAsync<IReadOnlyList<KeptUpdate>>((connection, transaction) =>
    {
        var added = new List<KeptUpdate>(updates.Count);
        foreach (var update in updates)
        {
            var rows = connection.Execute(
                "INSERT OR IGNORE INTO agent_updates (task_id, attempt, sequence, at, body) VALUES (@Task, @Attempt, @Sequence, @At, @Body)",
                new
                {
                    Task = update.Attempt.Task.Value,
                    Attempt = update.Attempt.Number,
                    update.Sequence,
                    At = update.At.ToUnixTimeMilliseconds(),
                    Body = JsonSerializer.Serialize(update.Update, UpdateJson.Default.AgentUpdate),
                },
                transaction);
            if (rows > 0) added.Add(update);
        }

        return Outcome<IReadOnlyList<KeptUpdate>>.Of(added);
    });

    public Task<Outcome<IReadOnlyList<KeptUpdate>>> UpdatesAsync(AttemptId attempt, long from, int limit) => ReadAsync(connection =>
    {
        var rows = connection.Query<(long Sequence, long At, string Body)>(
            "SELECT sequence, at, body FROM agent_updates WHERE task_id = @task AND attempt = @number AND sequence >= @from ORDER BY sequence LIMIT @limit",
            new { task = attempt.Task.Value, number = attempt.Number, from, limit = Math.Clamp(limit, 0, MaxListed) });
        return Outcome<IReadOnlyList<KeptUpdate>>.Of([.. rows.Select(row => new KeptUpdate(
            attempt, row.Sequence, UnixTime.FromStore(row.At), JsonSerializer.Deserialize(row.Body, UpdateJson.Default.AgentUpdate)!))]);
    });
}
