using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Extensions;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;
using Orchtui.TestKit;

namespace Orchtui.Orchestration.Tests.Fakes;

/// <summary>An engine over a real store and a real repository; agents, panes and time are in the test's hand.</summary>
internal sealed class EngineFixture : IAsyncDisposable, IEventLog
{
    private EngineFixture(TemporaryDirectory directory, TestRepository repository, EngineOptions options)
    {
        Directory = directory;
        Repository = repository;
        Options = options;
        Registry = new AgentRegistry(Time);
        Registry.Add(Agent);
        Store = OpenStore();
        Engine = Create();
    }

    public TemporaryDirectory Directory { get; }

    public TestRepository Repository { get; }

    public EngineOptions Options { get; }

    public ManualTime Time { get; } = new();

    public FakeAgent Agent { get; } = new("alpha");

    public FakeHost Host { get; } = new();

    public AgentRegistry Registry { get; }

    public UpdateHub Hub { get; } = new();

    public ExtensionRegistry Extensions { get; } = new();

    public SqliteTaskStore Store { get; private set; }

    public TaskEngine Engine { get; private set; }

    public ConcurrentQueue<string> Warnings { get; } = new();

    public static async Task<EngineFixture> StartAsync(Func<EngineOptions, EngineOptions>? with = null, bool recover = true)
    {
        var directory = new TemporaryDirectory();
        var repository = await TestRepository.CreateAsync(directory);
        var environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin" };
        var options = new EngineOptions { Home = directory["home"], Environment = environment };
        var fixture = new EngineFixture(directory, repository, with?.Invoke(options) ?? options);
        if (recover) Value(await fixture.Engine.RecoverAsync());
        return fixture;
    }

    /// <summary>The host process dies and comes back: a new engine over the same files and the same panes.</summary>
    public async Task<RecoveryReport> RestartAsync(IReadOnlyDictionary<AttemptId, int>? exits = null)
    {
        await CrashAsync();
        return Value(await Engine.RecoverAsync(exits));
    }

    /// <summary>The same, up to the moment before what runs is looked for.</summary>
    public async Task CrashAsync()
    {
        await Engine.DisposeAsync();
        Store.Dispose();
        Store = OpenStore();
        Engine = Create();
    }

    public static T Value<T>(Outcome<T> outcome)
        where T : notnull
    {
        Assert.True(outcome.Succeeded, outcome.Problem?.Message);
        return outcome.Value;
    }

    public async Task<TaskRecord> AddAsync(
        string title = "Say hello", AgentMode mode = AgentMode.Headless, TaskPriority priority = TaskPriority.Medium, bool held = false,
        TaskId? after = null, string? agent = null) =>
        Value(await Engine.AddAsync(new NewTask
        {
            Title = title,
            Project = Repository.Path,
            Mode = mode,
            Priority = priority,
            Held = held,
            After = after,
            Agent = agent,
        }));

    /// <summary>Adds a task and waits until its agent runs.</summary>
    public async Task<TaskRecord> RunningAsync(string title = "Say hello", AgentMode mode = AgentMode.Headless, TaskId? after = null)
    {
        var task = await AddAsync(title, mode, after: after);
        await StartedAsync(task.Id);
        return await GetAsync(task.Id);
    }

    public Task StartedAsync(TaskId task, int attempt = 1) => Eventually.TrueAsync(
        $"attempt {attempt} of task {task} runs",
        async () => Value(await Engine.AttemptsAsync(task)).Any(a => a.Id.Number == attempt && a.State == AttemptState.Running),
        describe: Describe);

    public async Task<TaskRecord> GetAsync(TaskId task) => Value(await Engine.GetAsync(task));

    public async Task<TaskRecord> BecomesAsync(TaskId task, TaskStatus status)
    {
        await Eventually.TrueAsync(
            $"task {task} is {status}", async () => (await GetAsync(task)).Status == status, describe: Describe);
        return await GetAsync(task);
    }

    public async Task<AttemptRecord> AttemptAsync(TaskId task) => Value(await Engine.AttemptsAsync(task))[^1];

    public static AttemptId First(TaskRecord task) => new(task.Id, 1);

    /// <summary>Moves time once everything sent so far was handled and the engine's timer stands.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        // The first answer proves that what came before was handled, the second that the timer was set after it.
        for (var i = 0; i < 2; i++) _ = await Engine.ExplainAsync(default(AttemptId));
        Time.Advance(by);
    }

    public void Ends(AttemptId attempt, bool succeeded = true, string text = "done", AgentErrorClass errorClass = AgentErrorClass.None) =>
        Engine.Post(new AttemptUpdated(attempt, 99, new RunEnded(
            new AgentRunResult { Succeeded = succeeded, Text = text, ErrorClass = errorClass, Usage = new AgentUsage(100, 20, 0.5m) },
            succeeded ? 0 : 1)));

    public void Shows(AttemptId attempt, AgentActivity activity, EvidenceSource source = EvidenceSource.Hook) =>
        Engine.Post(new AttemptObserved(attempt, source, new AgentReading(new AgentState(activity), $"{source} {activity}")));

    /// <summary>The agent changes a file in its worktree, without committing it.</summary>
    public static void Work(TaskRecord task, string file = "work.txt", string content = "work\n") =>
        File.WriteAllText(Path.Combine(task.Worktree!, file), content);

    /// <summary>A task whose interactive agent has changed a file and finished its turn.</summary>
    public async Task<TaskRecord> FinishedAsync(string title = "Say hello", string file = "work.txt", string content = "work\n")
    {
        var task = await RunningAsync(title, AgentMode.Interactive);
        Work(task, file, content);
        Shows(First(task), AgentActivity.Done);
        return await BecomesAsync(task.Id, TaskStatus.InReview);
    }

    /// <summary>No change of status can be stored any more, or can again.</summary>
    public void StoreRefuses(bool refuses) => Sql(refuses
        ? "CREATE TRIGGER IF NOT EXISTS refusal BEFORE INSERT ON transitions BEGIN SELECT RAISE(ABORT, 'nothing more is taken'); END"
        : "DROP TRIGGER IF EXISTS refusal");

    /// <summary>Changes the database behind the engine's back.</summary>
    public void Sql(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={Directory["home/orchtui.db"]};Pooling=false");
        connection.Execute(statement);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Store.Dispose();
        // What the engine had to leave behind may still be writing into the repository.
        await Eventually.TrueAsync("git has ended", () =>
        {
            try
            {
                Directory.Dispose();
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        });
    }

    public void Info(string message) { }

    public void Warning(string message) => Warnings.Enqueue(message);

    private string Describe()
    {
        var tasks = Engine.ListAsync(new TaskQuery()).GetAwaiter().GetResult().Value ?? [];
        var lines = tasks.Select(t => $"{t.Id} {t.Status} attempts {t.Attempts}: {t.Reason} / waits for: {t.WaitingFor}");
        return string.Join('\n', lines.Concat(Warnings));
    }

    private SqliteTaskStore OpenStore() => Value(SqliteTaskStore.Open(Directory["home/orchtui.db"]));

    private TaskEngine Create() => new(Options, Store, Registry, Host, TestRepository.Commands, Hub, this, Time, Extensions);
}
