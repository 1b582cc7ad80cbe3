using Orchtui.Agents;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Tests.Fakes;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class TaskEngineDispatchTests
{
    [Fact]
    public async Task ENG_4_tasks_run_by_priority_and_then_by_age_within_the_slots()
    {
        await using var fixture = await StartAsync(o => o with { MaxParallel = 1 }, recover: false);
        var low = await fixture.AddAsync("low", priority: TaskPriority.Low);
        var old = await fixture.AddAsync("old");
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(1));
        var young = await fixture.AddAsync("young");
        var high = await fixture.AddAsync("high", priority: TaskPriority.High);

        Value(await fixture.Engine.RecoverAsync());

        foreach (var task in new[] { high, old, young, low })
        {
            await fixture.StartedAsync(task.Id);
            fixture.Ends(First(task));
            await fixture.BecomesAsync(task.Id, TaskStatus.Done);
        }

        Assert.Equal([high.Id, old.Id, young.Id, low.Id], fixture.Host.Started.Select(s => s.Task));
    }

    [Fact]
    public async Task No_more_tasks_run_than_there_are_slots()
    {
        await using var fixture = await StartAsync(o => o with { MaxParallel = 2 });
        var tasks = new List<TaskRecord>();
        for (var i = 0; i < 4; i++) tasks.Add(await fixture.AddAsync($"task {i}"));
        await fixture.StartedAsync(tasks[1].Id);

        Assert.Equal(2, fixture.Host.Alive().Count);
        Assert.Equal("no free slot: 2 of 2 are running", Value(await fixture.Engine.WhyAsync(tasks[3].Id)));
    }

    [Fact]
    public async Task Ruling_1_a_task_after_another_waits_routed_and_starts_from_that_ones_branch()
    {
        await using var fixture = await StartAsync();
        var first = await fixture.RunningAsync("First", AgentMode.Interactive);
        var second = await fixture.AddAsync("Second", after: first.Id);
        var waiting = await fixture.GetAsync(second.Id);
        Assert.Equal((TaskStatus.Routed, "after task 1, which is in_progress"), (waiting.Status, waiting.WaitingFor));

        Work(first, "from-first.txt");
        fixture.Shows(First(first), AgentActivity.Done);

        await fixture.StartedAsync(second.Id);
        var started = await fixture.GetAsync(second.Id);
        Assert.True(File.Exists(Path.Combine(started.Worktree!, "from-first.txt")));
        Assert.Equal(await TestRepository.GitInAsync(first.Worktree!, "rev-parse", "HEAD"), started.BaseCommit);
    }

    [Fact]
    public async Task A_task_after_one_that_was_cancelled_says_so()
    {
        await using var fixture = await StartAsync();
        var first = await fixture.AddAsync("First", held: true);
        var second = await fixture.AddAsync("Second", after: first.Id);

        Value(await fixture.Engine.CancelAsync(first.Id));

        Assert.StartsWith("after task 1, which is cancelled", Value(await fixture.Engine.WhyAsync(second.Id)));
    }

    [Fact]
    public async Task A_held_task_waits_until_it_is_run()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.AddAsync(held: true);
        Assert.Equal("held: release or run it", (await fixture.GetAsync(task.Id)).WaitingFor);
        Assert.Empty(fixture.Host.Started);

        Value(await fixture.Engine.RunAsync(task.Id));

        await fixture.StartedAsync(task.Id);
        Assert.Equal(TaskStatus.InProgress, Value(await fixture.Engine.RunAsync(task.Id)).Status);
    }

    [Fact]
    public async Task Ruling_16_an_unknown_agent_is_an_error_that_names_the_known_ones()
    {
        await using var fixture = await StartAsync();

        var added = await fixture.Engine.AddAsync(new NewTask { Title = "x", Project = fixture.Repository.Path, Agent = "beta" });

        Assert.Equal("There is no agent named beta. Known agents: alpha.", Assert.IsType<Refused>(added.Problem).Message);
    }

    [Fact]
    public async Task A_task_whose_agent_is_not_installed_says_so_and_starts_when_it_appears()
    {
        await using var fixture = await StartAsync();
        fixture.Agent.Installed = false;
        var task = await fixture.AddAsync(agent: "alpha");
        await Eventually.TrueAsync(
            "the reason is known",
            async () => Value(await fixture.Engine.WhyAsync(task.Id)) == "agent alpha is not installed: Install alpha with npm.");

        fixture.Agent.Installed = true;
        await fixture.AdvanceAsync(TimeSpan.FromMinutes(2));

        await fixture.StartedAsync(task.Id);
    }

    [Fact]
    public async Task A_task_added_with_no_agent_installed_is_new_and_is_routed_when_one_appears()
    {
        await using var fixture = await StartAsync();
        fixture.Agent.Installed = false;
        var task = await fixture.AddAsync();
        Assert.Equal((TaskStatus.New, "no agent is installed; see `agents`"), (task.Status, (await fixture.GetAsync(task.Id)).WaitingFor));

        fixture.Registry.Add(new FakeAgent("beta"));

        await fixture.StartedAsync(task.Id);
        Assert.Equal("beta", (await fixture.GetAsync(task.Id)).Agent);
    }

    [Fact]
    public async Task A_refused_start_needs_review_with_what_the_host_said()
    {
        await using var fixture = await StartAsync();
        fixture.Host.Refusal = "no pty left";

        var task = await fixture.AddAsync();

        var refused = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Equal("alpha could not be started: no pty left", refused.Reason);
    }

    [Fact]
    public async Task An_agent_that_vanished_since_it_was_seen_needs_review_with_what_to_do()
    {
        await using var fixture = await StartAsync();
        fixture.Agent.Launch = _ => throw new InvalidOperationException("no template");

        var task = await fixture.AddAsync();

        var failed = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Equal("The plugin of alpha failed to prepare the launch: no template", failed.Reason);
    }

    [Fact]
    public async Task A_launch_may_write_only_into_its_own_folder()
    {
        await using var fixture = await StartAsync();
        fixture.Agent.Launch = request => new AgentLaunch
        {
            Arguments = [request.Executable],
            Files = [new LaunchFile(Path.Combine(request.AttemptDirectory, "..", "..", "escape"), "x")],
        };

        var task = await fixture.AddAsync();

        var failed = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Contains("which is not inside", failed.Reason);
        Assert.Empty(fixture.Host.Started);
    }

    [Fact]
    public async Task RUN_1_a_task_that_used_up_its_attempts_needs_review()
    {
        await using var fixture = await StartAsync(o => o with { MaxAttempts = 1 });
        var task = await fixture.RunningAsync();
        fixture.Ends(First(task), succeeded: false, "no");
        await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);

        Value(await fixture.Engine.RetryAsync(task.Id));

        await Eventually.TrueAsync(
            "it says so",
                async () => (await fixture.GetAsync(task.Id)).Reason.Contains("its attempts (1/1)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ruling_15_the_callers_environment_is_kept_for_the_task_without_our_own_variables()
    {
        await using var fixture = await StartAsync();
        var task = Value(await fixture.Engine.AddAsync(new NewTask
        {
            Title = "x",
            Project = fixture.Repository.Path,
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = "/opt/bin",
                ["MINE"] = "1",
                ["DOTNET_ROOT"] = "x",
                ["ORCHTUI_HOME"] = "y",
            },
        }));
        await fixture.StartedAsync(task.Id);

        Assert.Equal(
            [("MINE", "1"), ("PATH", "/opt/bin")],
            fixture.Host.Started.Single().Environment.Select(v => (v.Key, v.Value)).Order());
        fixture.Ends(First(task), succeeded: false);
        await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.Single(Directory.GetFiles(fixture.Directory["home/run/environments"]));

        Value(await fixture.Engine.CancelAsync(task.Id));

        Assert.Empty(Directory.GetFiles(fixture.Directory["home/run/environments"]));
    }

    [Theory]
    [InlineData("", "The title is empty")]
    [InlineData("two\nlines", "line break")]
    public async Task A_title_that_is_no_title_is_refused(string title, string because)
    {
        await using var fixture = await StartAsync();

        var added = await fixture.Engine.AddAsync(new NewTask { Title = title, Project = fixture.Repository.Path });

        Assert.Contains(because, added.Problem!.Message);
    }

    [Fact]
    public async Task A_directory_that_is_no_repository_or_has_no_commit_is_refused_with_what_to_do()
    {
        await using var fixture = await StartAsync();
        using var elsewhere = new TemporaryDirectory();
        var empty = await TestRepository.CreateAsync(elsewhere, "empty", commit: false);

        var none = await fixture.Engine.AddAsync(new NewTask { Title = "x", Project = elsewhere.Path });
        var bare = await fixture.Engine.AddAsync(new NewTask { Title = "x", Project = empty.Path });

        Assert.Contains("Run `git init` there", none.Problem!.Message);
        Assert.Contains("has no commit on main yet", bare.Problem!.Message);
    }
}
