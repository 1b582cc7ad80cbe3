using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.TestKit;

namespace Orchtui.Orchestration.Tests.Fakes;

/// <summary>
/// Throws verbs, events, faults of the host, a store that refuses, and restarts at an engine, in an order that its seed decides, and
/// keeps every answer that is owed.
/// </summary>
internal sealed class EngineStorm
{
    private const int MaxTasks = 5;

    private readonly EngineFixture _fixture;
    private readonly Random _random;
    private readonly List<TaskId> _tasks = [];
    private readonly List<(string What, Task<Outcome<TaskRecord>> Answer)> _asked = [];
    private readonly List<string> _log = [];
    private TaskCompletionSource _gate = new();

    public EngineStorm(EngineFixture fixture, int seed)
    {
        (_fixture, _random) = (fixture, new Random(seed));
        _gate.SetResult();
    }

    public async Task RageAsync(int steps)
    {
        for (var i = 0; i < 3; i++) Add();
        for (var i = 0; i < steps; i++) await StepAsync();
    }

    /// <summary>Nothing is in the way any more and time goes by.</summary>
    public async Task CalmAsync()
    {
        Open();
        _fixture.Host.OnStart = null;
        _fixture.Host.OnStop = null;
        _fixture.Host.Refusal = null;
        _fixture.StoreRefuses(false);
        for (var i = 0; i < 4; i++) await _fixture.AdvanceAsync(TaskEngine.StopLimit);
    }

    public Task AnsweredAsync() => Eventually.TrueAsync(
        "every verb is answered",
        async () =>
        {
            await _fixture.AdvanceAsync(TaskEngine.TickInterval);
            return Unanswered().Count == 0;
        },
        describe: () => $"{string.Join('\n', Unanswered())}\nafter:\n{Describe()}");

    public IReadOnlyList<string> Unanswered() => [.. _asked.Where(asked => !asked.Answer.IsCompleted).Select(asked => asked.What)];

    /// <summary>The engine ends while everything is under way; time goes by, since it waits a little for what it began.</summary>
    public async Task StopEngineAsync()
    {
        var ending = _fixture.Engine.DisposeAsync().AsTask();
        await Eventually.TrueAsync("the engine has ended", () =>
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
            return ending.IsCompleted;
        });
        await ending;
        Open();
    }

    /// <summary>A task is in progress only while the engine knows of its attempt, and no process runs that is over for the store.</summary>
    public Task AssertConsistentAsync() => Eventually.TrueAsync(
        "tasks, attempts and processes agree",
        async () =>
        {
            await _fixture.AdvanceAsync(TaskEngine.TickInterval);
            var open = EngineFixture.Value(await _fixture.Store.OpenAttemptsAsync()).Select(attempt => attempt.Id).ToHashSet();
            if (_fixture.Host.Alive().Any(id => !open.Contains(id))) return false;
            foreach (var id in _tasks)
            {
                var found = await _fixture.Engine.GetAsync(id);
                if (found.Value is { Status: TaskStatus.InProgress } task
                    && _fixture.Engine.StateOf(new AttemptId(id, task.Attempts)) is null) return false;
            }

            return true;
        },
        describe: Describe);

    private string Describe()
    {
        var tasks = _fixture.Engine.ListAsync(new TaskQuery()).GetAwaiter().GetResult().Value ?? [];
        var open = _fixture.Store.OpenAttemptsAsync().GetAwaiter().GetResult().Value ?? [];
        return string.Join('\n',
            _log.Concat(_fixture.Warnings)
                .Concat(tasks.Select(task => $"{task.Id} {task.Status} attempts {task.Attempts}: {task.Reason}"))
                .Append($"open: {string.Join(", ", open.Select(attempt => $"{attempt.Id} {attempt.State}"))}")
                .Append($"alive: {string.Join(", ", _fixture.Host.Alive())}"));
    }

    private async Task StepAsync()
    {
        var dice = _random.Next(100);
        if (dice < 5) Add();
        else if (dice < 35) Ask();
        else if (dice < 60) Happen();
        else if (dice < 70) await WorkAsync();
        else if (dice < 85) await BreatheAsync();
        else if (dice < 92) await PassAsync();
        else if (dice < 98) Disturb();
        else await RestartAsync();
    }

    private void Add()
    {
        if (_tasks.Count == MaxTasks) return;
        _tasks.Add(new TaskId(_tasks.Count + 1));
        Keep("add", _fixture.Engine.AddAsync(new NewTask
        {
            Title = $"Task {_tasks.Count}",
            Project = _fixture.Repository.Path,
            Mode = _random.Next(2) == 0 ? AgentMode.Headless : AgentMode.Interactive,
        }));
    }

    private void Ask()
    {
        var (engine, task) = (_fixture.Engine, AnyTask());
        var options = new RetryOptions { Resume = _random.Next(3) == 0, Mode = _random.Next(3) == 0 ? AgentMode.Interactive : null };
        (string What, Func<Task<Outcome<TaskRecord>>> Verb)[] verbs =
        [
            ("run", () => engine.RunAsync(task)),
            ("retry", () => engine.RetryAsync(task, options)),
            ("take over", () => engine.TakeOverAsync(task)),
            ("kill", () => engine.StopAsync(task)),
            ("hold", () => engine.HoldAsync(task)),
            ("release", () => engine.ReleaseAsync(task)),
            ("cancel", () => engine.CancelAsync(task)),
            ("land", () => engine.LandAsync(task)),
            ("discard", () => engine.DiscardAsync(task)),
        ];
        var (what, verb) = verbs[_random.Next(verbs.Length)];
        Keep($"{what} {task}", verb());
    }

    private void Happen()
    {
        var attempt = AnyAttempt();
        var activities = Enum.GetValues<AgentActivity>();
        var activity = activities[_random.Next(activities.Length)];
        switch (_random.Next(6))
        {
            case 0:
                Exit(attempt, lastWord: false);
                break;
            case 1:
                Exit(attempt, lastWord: true);
                break;
            case 2:
                _fixture.Engine.Post(new PersonTyped(attempt));
                break;
            case 3:
                _fixture.Engine.Post(new OutputSeen(attempt));
                break;
            default:
                _log.Add($"{attempt} shows {activity}");
                _fixture.Shows(attempt, activity);
                break;
        }
    }

    private void Exit(AttemptId attempt, bool lastWord)
    {
        if (!_fixture.Host.IsAlive(attempt)) return;
        _log.Add($"{attempt} exits");
        if (lastWord) _fixture.Ends(attempt, _random.Next(2) == 0);
        _fixture.Host.Die(attempt);
        _fixture.Engine.Post(new AttemptExited(attempt, _random.Next(3) - 1));
    }

    private async Task WorkAsync()
    {
        var task = await _fixture.Engine.GetAsync(AnyTask());
        var file = $"work-{_random.Next(5)}.txt";
        if (task.Value?.Worktree is { } worktree && Directory.Exists(worktree)) EngineFixture.Work(task.Value, file);
    }

    /// <summary>Gives what is under way the time that git takes for one thing.</summary>
    private async Task BreatheAsync()
    {
        for (var i = _random.Next(8); i >= 0; i--) await _fixture.Repository.GitAsync("status", "--porcelain");
    }

    private Task PassAsync()
    {
        TimeSpan[] spans = [TimeSpan.FromSeconds(1), TaskEngine.TickInterval, TaskEngine.SettleSpan, TimeSpan.FromMinutes(31)];
        return _fixture.AdvanceAsync(spans[_random.Next(spans.Length)]);
    }

    private void Disturb()
    {
        var what = _random.Next(9);
        _log.Add($"disturbance {what}");
        switch (what)
        {
            case 0:
                _fixture.Host.OnStop = _ => Task.FromResult(false);
                break;
            case 1:
                _fixture.Host.OnStop = _ => throw new InvalidOperationException("no host");
                break;
            case 2:
                Close();
                _fixture.Host.OnStop = async _ =>
                {
                    await _gate.Task;
                    return true;
                };
                break;
            case 3:
                Close();
                _fixture.Host.OnStart = _ => _gate.Task;
                break;
            case 4:
                _fixture.Host.Refusal = "no pty left";
                break;
            case 5:
                _fixture.StoreRefuses(true);
                break;
            case 6:
                _fixture.StoreRefuses(false);
                break;
            default:
                Open();
                (_fixture.Host.OnStart, _fixture.Host.OnStop, _fixture.Host.Refusal) = (null, null, null);
                break;
        }
    }

    private async Task RestartAsync()
    {
        _log.Add("restart");
        _fixture.Host.OnStop = null;
        _fixture.StoreRefuses(false);
        await StopEngineAsync();
        foreach (var attempt in _fixture.Host.Alive().Where(_ => _random.Next(3) == 0)) _fixture.Host.Die(attempt);
        await _fixture.RestartAsync();
    }

    private void Keep(string what, Task<Outcome<TaskRecord>> answer)
    {
        _log.Add(what);
        _asked.Add(($"{what} (#{_log.Count})", answer));
    }

    private TaskId AnyTask() => _tasks[_random.Next(_tasks.Count)];

    private AttemptId AnyAttempt() => _fixture.Host.Alive() is { Count: > 0 } alive && _random.Next(5) > 0
        ? alive[_random.Next(alive.Count)]
        : new AttemptId(AnyTask(), _random.Next(1, 4));

    private void Close()
    {
        if (_gate.Task.IsCompleted) _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void Open() => _gate.TrySetResult();
}
