using Orchtui.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Storage;

public sealed class SqliteTaskStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteTaskStore _store;

    public SqliteTaskStoreTests() => _store = Value(SqliteTaskStore.Open(Database));

    private string Database => _directory["orchtui.db"];

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_task_comes_back_as_it_was_kept()
    {
        var added = Value(await _store.AddAsync(
            new NewTask
            {
                Title = "Größe 漢字",
                Body = "line\nline",
                Project = "/ignored",
                Agent = "claude",
                Model = "m",
                Source = TaskSource.Github,
                ExternalRef = "o/r#1",
                Priority = TaskPriority.High,
                Labels = ["a", "b"],
                Mode = AgentMode.Interactive,
                Held = true,
            },
            "/repo",
            "env",
            Now));

        var changed = Value(await _store.UpdateAsync(
            added.Id, new TaskChange { Tokens = 5, CostUsd = 0.000123m, NotBefore = Now }, Now.AddSeconds(1)));
        var read = Value(await _store.GetAsync(added.Id));

        Assert.Equal(changed with { Labels = [] }, read with { Labels = [] });
        Assert.Equal(["a", "b"], read.Labels);
        Assert.Equal(
            ("Größe 漢字", "line\nline", "/repo", "env", TaskSource.Github, 0.000123m, Now.AddSeconds(1)),
            (read.Title, read.Body, read.Project, read.Environment, read.Source, read.CostUsd!.Value, read.UpdatedAt));
    }

    [Fact]
    public async Task A_transition_is_recorded_with_time_cause_and_evidence()
    {
        var task = await AddAsync("a");

        await RouteAsync(task);

        var history = Value(await _store.HistoryAsync(task.Id));
        Assert.Equal(
            [
                new TaskTransition(task.Id, Now, null, TaskStatus.New, TransitionCause.Added, "added from manual"),
                new TaskTransition(task.Id, Now, TaskStatus.New, TaskStatus.Routed, TransitionCause.Routed, "named"),
            ],
            history);
    }

    [Fact]
    public async Task A_refused_transition_leaves_no_trace()
    {
        var task = await AddAsync("a");

        var refused = await _store.TransitionAsync(Request(task.Id, TaskStatus.Done, TransitionCause.Landed));
        var outdated = await _store.TransitionAsync(
            Request(task.Id, TaskStatus.Routed, TransitionCause.Routed) with { From = TaskStatus.InReview });

        Assert.IsType<TransitionRefused>(refused.Problem);
        Assert.Equal("Task 1 is new by now, no longer in_review.", Assert.IsType<TransitionRefused>(outdated.Problem).Message);
        Assert.Single(Value(await _store.HistoryAsync(task.Id)));
    }

    [Fact]
    public async Task A_claim_takes_the_task_its_slot_and_its_attempt_at_once()
    {
        var task = await AddAsync("a");
        await RouteAsync(task);
        await RouteAsync(await AddAsync("b"));

        var claim = Value(await _store.ClaimAsync(new ClaimRequest { At = Now, Slots = 1 }));
        var second = Value(await _store.ClaimAsync(new ClaimRequest { At = Now, Slots = 1 }));

        Assert.Equal((task.Id, TaskStatus.InProgress, 1), (claim.Task!.Id, claim.Task.Status, claim.Task.Attempts));
        Assert.Equal(claim.Attempt, Assert.Single(Value(await _store.OpenAttemptsAsync())));
        Assert.Equal(Claim.None, second);
    }

    [Fact]
    public async Task Two_stores_on_one_file_never_claim_the_same_task()
    {
        using var other = Value(SqliteTaskStore.Open(Database));
        for (var i = 0; i < 40; i++) await RouteAsync(await AddAsync($"t{i}"));

        var claims = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? _store : other).ClaimAsync(new ClaimRequest { At = Now, Slots = 100 })));

        Assert.Equal(40, claims.Select(claim => Value(claim).Task!.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_claim_passes_over_agents_that_cannot_start_and_tasks_that_back_off()
    {
        var absent = await AddAsync("a", agent: "absent");
        await RouteAsync(absent);
        var backing = await AddAsync("b");
        await RouteAsync(backing);
        Value(await _store.UpdateAsync(backing.Id, new TaskChange { NotBefore = Now.AddMinutes(1) }, Now));
        var ready = await AddAsync("c");
        await RouteAsync(ready);

        var request = new ClaimRequest { At = Now, Slots = 9, NotStartable = [new AgentNeed("absent", null)] };
        var claim = Value(await _store.ClaimAsync(request));
        var none = Value(await _store.ClaimAsync(request));
        var later = Value(await _store.ClaimAsync(request with { At = Now.AddMinutes(1) }));

        Assert.Equal((ready.Id, null, backing.Id), (claim.Task!.Id, none.Task?.Id, later.Task!.Id));
    }

    [Fact]
    public async Task Lists_filter_by_every_criterion()
    {
        var one = await AddAsync("Fix 100% of_it", project: "/one", agent: "a");
        var two = await AddAsync("Other", project: "/two", agent: "b");
        await RouteAsync(two);

        Assert.Equal([two.Id, one.Id], await IdsAsync(new TaskQuery()));
        Assert.Equal([two.Id], await IdsAsync(new TaskQuery { Statuses = [TaskStatus.Routed, TaskStatus.Done] }));
        Assert.Equal([one.Id], await IdsAsync(new TaskQuery { Project = "/one" }));
        Assert.Equal([two.Id], await IdsAsync(new TaskQuery { Agent = "b" }));
        Assert.Equal([one.Id], await IdsAsync(new TaskQuery { Text = "100% OF_" }));
        Assert.Empty(await IdsAsync(new TaskQuery { Text = "100_" }));
        Assert.Equal([one.Id], await IdsAsync(new TaskQuery { Before = two.Id }));
        Assert.Equal([two.Id], await IdsAsync(new TaskQuery { Limit = 1 }));
    }

    [Fact]
    public async Task Ruling_3_an_external_reference_stands_for_one_task_and_finds_it()
    {
        var issue = new NewTask { Title = "x", Project = "/p", ExternalRef = "o/r#1" };
        var first = Value(await _store.AddAsync(issue, "/p", null, Now));

        var second = await _store.AddAsync(issue, "/p", null, Now);

        Assert.Equal("Task 1 stands for o/r#1 already.", Assert.IsType<Refused>(second.Problem).Message);
        Assert.Equal([first.Id], await IdsAsync(new TaskQuery { ExternalRef = "o/r#1" }));
    }

    [Fact]
    public async Task A_predecessor_must_exist() =>
        Assert.IsType<NotFound>((await _store.AddAsync(
            new NewTask { Title = "x", Project = "/p", After = new TaskId(5) }, "/p", null, Now)).Problem);

    [Fact]
    public async Task A_full_disk_is_a_value_and_the_store_goes_on_when_there_is_room()
    {
        var task = await AddAsync("a");
        _store.LimitPages(1);

        var full = await _store.UpdateAsync(task.Id, new TaskChange { Reason = new string('x', 1_000_000) }, Now);

        Assert.Contains("is full. Nothing of this change was kept", Assert.IsType<StoreUnavailable>(full.Problem).Message);
        Assert.Equal(task.Reason, Value(await _store.GetAsync(task.Id)).Reason);
        _store.LimitPages(1_000_000);
        Value(await _store.UpdateAsync(task.Id, new TaskChange { Reason = "room" }, Now));
    }

    [Fact]
    public async Task Long_lists_are_read_through_an_index()
    {
        const int count = 20_000;
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) INSERT INTO tasks "
                + "(title, body, status, agent, source, priority, labels, project, mode, created_at, updated_at) "
                + "SELECT 'Task ' || i, '', CASE i % 50 WHEN 0 THEN 'routed' ELSE 'done' END, 'claude', 'manual', i % 3, '[]', "
                + "'/p' || (i % 10), 'headless', i, i FROM n";
            command.ExecuteNonQuery();
        }

        Assert.Equal(500, (await IdsAsync(new TaskQuery())).Count);
        Assert.Equal(400, (await IdsAsync(new TaskQuery { Statuses = [TaskStatus.Routed], Order = TaskOrder.Dispatch })).Count);
        foreach (var (query, index) in new[]
        {
            ("status IN ('routed') ORDER BY priority, created_at, id LIMIT 500", "tasks_by_turn"),
            ("project = '/p1' ORDER BY id DESC LIMIT 500", "tasks_by_project"),
            ("agent = 'none' ORDER BY id DESC LIMIT 500", "tasks_by_agent"),
        })
            Assert.Contains(index, _store.Plan($"SELECT id, title FROM tasks WHERE {query}"));
    }

    private async Task<IReadOnlyList<TaskId>> IdsAsync(TaskQuery query) =>
        [.. Value(await _store.ListAsync(query)).Select(task => task.Id)];

    private async Task<TaskRecord> AddAsync(string title, string project = "/p", string agent = "claude") =>
        Value(await _store.AddAsync(new NewTask { Title = title, Project = project, Agent = agent }, project, null, Now));

    private async Task RouteAsync(TaskRecord task) =>
        Value(await _store.TransitionAsync(Request(task.Id, TaskStatus.Routed, TransitionCause.Routed)));

    private static TransitionRequest Request(TaskId task, TaskStatus to, TransitionCause cause) =>
        new() { Task = task, To = to, Cause = cause, Evidence = "named", At = Now };
}
