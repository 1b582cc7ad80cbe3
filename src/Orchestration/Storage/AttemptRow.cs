using Orchtui.Agents;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Storage;

/// <summary>A row of <c>attempts</c> in the types of SQLite.</summary>
internal sealed class AttemptRow
{
    public const string Columns =
        "task_id TaskId, number Number, state State, agent Agent, model Model, mode Mode, prompt_hash PromptHash, session_id SessionId, "
        + "pane Pane, directory Directory, exit_code ExitCode, input_tokens InputTokens, output_tokens OutputTokens, cost_usd CostUsd, "
        + "error_class ErrorClass, error Error, started_at StartedAt, ended_at EndedAt";

    public const string Upsert =
        "INSERT INTO attempts (task_id, number, state, agent, model, mode, prompt_hash, session_id, pane, directory, exit_code, "
        + "input_tokens, output_tokens, cost_usd, error_class, error, started_at, ended_at) VALUES (@TaskId, @Number, @State, @Agent, "
        + "@Model, @Mode, @PromptHash, @SessionId, @Pane, @Directory, @ExitCode, @InputTokens, @OutputTokens, @CostUsd, @ErrorClass, "
        + "@Error, @StartedAt, @EndedAt) ON CONFLICT (task_id, number) DO UPDATE SET state = excluded.state, model = excluded.model, "
        + "prompt_hash = excluded.prompt_hash, session_id = excluded.session_id, pane = excluded.pane, directory = excluded.directory, "
        + "exit_code = excluded.exit_code, input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, "
        + "cost_usd = excluded.cost_usd, error_class = excluded.error_class, error = excluded.error, ended_at = excluded.ended_at";

    public long TaskId { get; set; }
    public long Number { get; set; }
    public string State { get; set; } = "";
    public string Agent { get; set; } = "";
    public string? Model { get; set; }
    public string Mode { get; set; } = "";
    public string PromptHash { get; set; } = "";
    public string? SessionId { get; set; }
    public string? Pane { get; set; }
    public string Directory { get; set; } = "";
    public long? ExitCode { get; set; }
    public long InputTokens { get; set; }
    public long OutputTokens { get; set; }
    public double? CostUsd { get; set; }
    public string ErrorClass { get; set; } = "";
    public string Error { get; set; } = "";
    public long StartedAt { get; set; }
    public long? EndedAt { get; set; }

    public AttemptRecord ToRecord() => new()
    {
        Id = new AttemptId(new TaskId((int)TaskId), (int)Number),
        State = SnakeCase.Parse<AttemptState>(State),
        Agent = Agent,
        Model = Model,
        Mode = SnakeCase.Parse<AgentMode>(Mode),
        PromptHash = PromptHash,
        SessionId = SessionId,
        Pane = Pane,
        Directory = Directory,
        ExitCode = (int?)ExitCode,
        InputTokens = InputTokens,
        OutputTokens = OutputTokens,
        CostUsd = Money.FromStore(CostUsd),
        ErrorClass = SnakeCase.Parse<AgentErrorClass>(ErrorClass),
        Error = Error,
        StartedAt = UnixTime.FromStore(StartedAt),
        EndedAt = UnixTime.FromStore(EndedAt),
    };

    public static AttemptRow From(AttemptRecord attempt) => new()
    {
        TaskId = attempt.Id.Task.Value,
        Number = attempt.Id.Number,
        State = SnakeCase.Text(attempt.State),
        Agent = attempt.Agent,
        Model = attempt.Model,
        Mode = SnakeCase.Text(attempt.Mode),
        PromptHash = attempt.PromptHash,
        SessionId = attempt.SessionId,
        Pane = attempt.Pane,
        Directory = attempt.Directory,
        ExitCode = attempt.ExitCode,
        InputTokens = attempt.InputTokens,
        OutputTokens = attempt.OutputTokens,
        CostUsd = (double?)attempt.CostUsd,
        ErrorClass = SnakeCase.Text(attempt.ErrorClass),
        Error = attempt.Error,
        StartedAt = attempt.StartedAt.ToUnixTimeMilliseconds(),
        EndedAt = attempt.EndedAt?.ToUnixTimeMilliseconds(),
    };
}
