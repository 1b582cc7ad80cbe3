using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchtui.Agents;
using Orchtui.Mux.Commands;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Storage;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;
using TaskStatus = Orchtui.Orchestration.Tasks.TaskStatus;

namespace Orchtui.Host.Commands;

/// <summary>Tasks, as scripts and the keys of the queue use them.</summary>
internal static class TaskCommands
{
    private static readonly Argument Id = new("id", ArgumentKind.Positional, "the task's number") { Required = true };

    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new()
        {
            Name = "task.add",
            Help = "Add a task; prints its number",
            Handler = AddAsync,
            Arguments =
            [
                new("title", ArgumentKind.Positional, "what is to be done, in one line") { Required = true },
                new("body", ArgumentKind.Option, "the prompt; - reads it from standard input") { Short = 'b', Placeholder = "PROMPT|-" },
                new("agent", ArgumentKind.Option, "who is to do it") { Placeholder = "A" },
                new("project", ArgumentKind.Option, "the repository; the one you stand in by default") { Placeholder = "DIR" },
                new("after", ArgumentKind.Option, "wait for that task and start from its branch") { Type = ArgumentType.Number, Placeholder = "ID" },
                new("priority", ArgumentKind.Option, "which goes first") { Choices = ["high", "medium", "low"] },
                new("mode", ArgumentKind.Option, "in its own screen, or by itself (the default)") { Choices = ["interactive", "headless"] },
                new("model", ArgumentKind.Option, "the model; the agent's own default otherwise") { Placeholder = "M" },
                new("label", ArgumentKind.Option, "labels, separated by commas") { Short = 'l', Placeholder = "L,…" },
                new("hold", ArgumentKind.Flag, "do not start it yet"),
            ],
        },
        new()
        {
            Name = "task.list",
            IsRepeatable = true,
            Help = "List tasks, the newest first",
            Handler = ListAsync,
            Arguments =
            [
                new("status", ArgumentKind.Option, "only those, separated by commas") { Placeholder = "S,…" },
                new("project", ArgumentKind.Option, "only those of a repository") { Placeholder = "DIR" },
                new("limit", ArgumentKind.Option, "how many at most; 500 by default") { Type = ArgumentType.Number, Placeholder = "N" },
            ],
        },
        new() { Name = "task.get", IsRepeatable = true, Help = "Show one task", Handler = GetAsync, Arguments = [Id], OpenToAgents = true },
        Verb("task.run", "Start a task now, or as soon as a slot is free", (engine, id) => engine.RunAsync(id)),
        new()
        {
            Name = "task.retry",
            Help = "Try a task again",
            Handler = RetryAsync,
            Arguments =
            [
                Id,
                new("resume", ArgumentKind.Flag, "go on with its conversation instead of starting anew"),
                new("agent", ArgumentKind.Option, "with another agent") { Placeholder = "A" },
                new("mode", ArgumentKind.Option, "in another mode") { Choices = ["interactive", "headless"] },
            ],
        },
        Verb("task.kill", "End a task's agent; its work stays", (engine, id) => engine.StopAsync(id), new KeyBinding("home", "x", "{task}")),
        Verb("task.cancel", "Give a task up; its branch stays", (engine, id) => engine.CancelAsync(id)),
        Verb("task.hold", "Keep a waiting task from starting", (engine, id) => engine.HoldAsync(id)),
        new()
        {
            Name = "task.land",
            Help = "Bring a task's work into the branch it came from",
            Handler = LandAsync,
            Arguments = [Id, new("into", ArgumentKind.Option, "another branch to land in") { Placeholder = "BRANCH" }],
            Keys = [new KeyBinding("home", "L", "{task}")],
        },
        Verb("task.takeover", "Go on with a task's conversation yourself", (engine, id) => engine.TakeOverAsync(id), new KeyBinding("home", "t", "{task}")),
        Verb("task.discard", "Take a task's work out of the way, restorably", (engine, id) => engine.DiscardAsync(id)),
        new() { Name = "task.why", IsRepeatable = true, Help = "Tell why a task does not run", Handler = WhyAsync, Arguments = [Id], OpenToAgents = true },
        new() { Name = "task.log", IsRepeatable = true, Help = "Show what became of a task, step by step", Handler = LogAsync, Arguments = [Id], OpenToAgents = true },
        new()
        {
            Name = "task.wait",
            IsRepeatable = true,
            Help = "Wait until a task has come somewhere",
            Handler = WaitAsync,
            Arguments =
            [
                Id,
                new("status", ArgumentKind.Option, "until it is one of these; in_review, done, needs_review, failed or cancelled by default") { Placeholder = "S,…" },
                new("timeout", ArgumentKind.Option, "give up after that many seconds") { Placeholder = "S" },
            ],
        },
        new()
        {
            Name = "task.updates",
            IsRepeatable = true,
            Help = "Show what a task's headless agent said and did, numbered",
            Handler = UpdatesAsync,
            Arguments =
            [
                Id,
                new("from", ArgumentKind.Option, "from that number on") { Type = ArgumentType.Number, Placeholder = "N" },
                new("attempt", ArgumentKind.Option, "of that attempt; the last one by default") { Type = ArgumentType.Number, Placeholder = "A" },
                new("limit", ArgumentKind.Option, "how many at most; 1000 by default") { Type = ArgumentType.Number, Placeholder = "N" },
            ],
        },
        new() { Name = "agent.explain", IsRepeatable = true, Help = "Tell what an agent is doing and how that is known", Handler = ExplainCommand.RunAsync, Arguments = [Id], OpenToAgents = true },
    ];

    internal static JsonNode Json(TaskRecord task) => JsonSerializer.SerializeToNode(TaskJson.ToElement(task))!;

    internal static JsonNode Json(TaskTransition step) => new JsonObject
    {
        ["at"] = Time(step.At),
        ["from"] = step.From is { } from ? SnakeCase.Text(from) : null,
        ["to"] = SnakeCase.Text(step.To),
        ["cause"] = SnakeCase.Text(step.Cause),
        ["evidence"] = step.Evidence,
    };

    internal static CommandResult Failure(Problem problem) => problem is NotFound ? CommandResult.NotFound(problem.Message) : CommandResult.Fail(problem.Message);

    internal static CommandResult Answer(Outcome<TaskRecord> outcome) => outcome.Succeeded ? CommandResult.Ok(Json(outcome.Value)) : Failure(outcome.Problem);

    /// <summary>The task a call names, or what to answer when it names none.</summary>
    internal static CommandResult? TryId(ArgumentValues values, out TaskId id) =>
        TaskId.TryParse(values.Text("id"), out id) ? null : CommandResult.NotFound($"There is no task '{values.Text("id")}'; 'orchtui task list' shows them.");

    private static Command<HostContext> Verb(string name, string help, Func<TaskEngine, TaskId, Task<Outcome<TaskRecord>>> verb, params IReadOnlyList<KeyBinding> keys) => new()
    {
        Name = name,
        Help = help,
        Arguments = [Id],
        Keys = keys,
        Handler = async (context, values, _) => TryId(values, out var id) ?? Answer(await verb(context.Host.Engine, id).ConfigureAwait(false)),
    };

    private static async Task<CommandResult> AddAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        await context.Host.PluginsLoaded.WaitAsync(cancellation).ConfigureAwait(false);
        var added = await context.Host.Engine.AddAsync(new NewTask
        {
            Title = values.RequiredText("title"),
            Body = values.Text("body") ?? "",
            Project = Path.GetFullPath(values.Text("project") is { Length: > 0 } project ? project : ".", context.Caller.WorkingDirectory),
            Agent = values.Text("agent"),
            Model = values.Text("model"),
            After = values.Number("after") is { } after ? new TaskId(after) : null,
            Priority = SnakeCase.TryParse<TaskPriority>(values.Text("priority"), out var priority) ? priority : TaskPriority.Medium,
            Mode = values.Text("mode") == "interactive" ? AgentMode.Interactive : AgentMode.Headless,
            Labels = Words(values.Text("label")),
            Held = values.Flag("hold"),
            Environment = context.Caller.Environment is null ? null : context.ChildEnvironment(),
        }).ConfigureAwait(false);
        return Answer(added);
    }

    private static async Task<CommandResult> RetryAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        TryId(values, out var id) ?? Answer(await context.Host.Engine.RetryAsync(id, new RetryOptions
        {
            Resume = values.Flag("resume"),
            Agent = values.Text("agent"),
            Mode = SnakeCase.TryParse<AgentMode>(values.Text("mode"), out var mode) ? mode : null,
        }).ConfigureAwait(false));

    private static async Task<CommandResult> LandAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        TryId(values, out var id) ?? Answer(await context.Host.Engine.LandAsync(id, values.Text("into")).ConfigureAwait(false));

    private static async Task<CommandResult> ListAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        var statuses = new List<TaskStatus>();
        foreach (var word in Words(values.Text("status")))
        {
            if (!SnakeCase.TryParse<TaskStatus>(word, out var status)) return UnknownStatus(word);
            statuses.Add(status);
        }

        var listed = await context.Host.Engine.ListAsync(new TaskQuery
        {
            Statuses = statuses.Count > 0 ? statuses : null,
            Project = values.Text("project") is { } project ? Path.GetFullPath(project, context.Caller.WorkingDirectory) : null,
            Limit = values.Number("limit") ?? 500,
        }).ConfigureAwait(false);
        return listed.Succeeded ? CommandResult.Ok(new JsonArray([.. listed.Value.Select(Json)])) : Failure(listed.Problem);
    }

    private static async Task<CommandResult> GetAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        TryId(values, out var id) ?? Answer(await context.Host.Engine.GetAsync(id).ConfigureAwait(false));

    private static async Task<CommandResult> WhyAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (TryId(values, out var id) is { } unknown) return unknown;
        var task = await context.Host.Engine.GetAsync(id).ConfigureAwait(false);
        if (!task.Succeeded) return Failure(task.Problem);
        var why = task.Value.WaitingFor ?? (task.Value.Reason.Length > 0 ? task.Value.Reason : "it is about to run");
        return CommandResult.Ok(new JsonObject { ["id"] = id.Value, ["status"] = SnakeCase.Text(task.Value.Status), ["why"] = why });
    }

    private static async Task<CommandResult> LogAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (TryId(values, out var id) is { } unknown) return unknown;
        var history = await context.Host.Engine.HistoryAsync(id).ConfigureAwait(false);
        if (!history.Succeeded) return Failure(history.Problem);
        return CommandResult.Ok(new JsonArray([.. history.Value.Select(Json)]));
    }

    private static async Task<CommandResult> UpdatesAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (TryId(values, out var id) is { } unknown) return unknown;
        var task = await context.Host.Engine.GetAsync(id).ConfigureAwait(false);
        if (!task.Succeeded) return Failure(task.Problem);
        var attempt = new AttemptId(id, values.Number("attempt") ?? task.Value.Attempts);
        var updates = await context.Host.Engine.UpdatesAsync(attempt, values.Number("from") ?? 0, values.Number("limit") ?? 1000).ConfigureAwait(false);
        if (!updates.Succeeded) return Failure(updates.Problem);
        return CommandResult.Ok(new JsonArray([.. updates.Value.Select(kept => (JsonNode)new JsonObject
        {
            ["sequence"] = kept.Sequence,
            ["at"] = Time(kept.At),
            ["update"] = JsonSerializer.SerializeToNode(kept.Update, UpdateJson.Default.AgentUpdate),
        })]));
    }

    private static async Task<CommandResult> WaitAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (TryId(values, out var id) is { } unknown) return unknown;
        var wanted = new HashSet<TaskStatus>();
        foreach (var word in Words(values.Text("status")))
        {
            if (!SnakeCase.TryParse<TaskStatus>(word, out var status)) return UnknownStatus(word);
            wanted.Add(status);
        }

        if (wanted.Count == 0) wanted = [TaskStatus.InReview, TaskStatus.Done, TaskStatus.NeedsReview, TaskStatus.Failed, TaskStatus.Cancelled];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (values.Text("timeout") is { } seconds)
        {
            if (!double.TryParse(seconds, CultureInfo.InvariantCulture, out var span) || span is < 0 or > 1e6)
                return CommandResult.Fail($"--timeout is a number of seconds, not '{seconds}'", FailureKind.Usage);
            limit.CancelAfter(TimeSpan.FromSeconds(span));
        }

        try
        {
            return await WaitAsync(context, id, wanted, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var task = await context.Host.Engine.GetAsync(id).ConfigureAwait(false);
            return CommandResult.Fail($"Task {id} is {(task.Succeeded ? SnakeCase.Text(task.Value.Status) : "gone")} after {values.Text("timeout")} s.");
        }
    }

    private static async Task<CommandResult> WaitAsync(HostContext context, TaskId id, HashSet<TaskStatus> wanted, CancellationToken cancellation)
    {
        // Subscribed before the first look, so that no change falls between the two.
        using var updates = context.Host.Hub.Subscribe();
        var task = await context.Host.Engine.GetAsync(id).ConfigureAwait(false);
        if (!task.Succeeded || wanted.Contains(task.Value.Status)) return Answer(task);
        await foreach (var update in updates.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (update is not (Lagged or TaskChanged)) continue;
            if (update is TaskChanged changed && changed.Task.Id != id) continue;
            task = await context.Host.Engine.GetAsync(id).ConfigureAwait(false);
            if (!task.Succeeded || wanted.Contains(task.Value.Status)) break;
        }

        return Answer(task);
    }

    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Words(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static CommandResult UnknownStatus(string word) =>
        CommandResult.Fail($"'{word}' is no status; there are {string.Join(", ", Enum.GetValues<TaskStatus>().Select(SnakeCase.Text))}", FailureKind.Usage);
}
