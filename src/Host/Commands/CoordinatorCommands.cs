using System.Text.Json.Nodes;
using Orchtui.Decisions;
using Orchtui.Mux.Commands;
using Orchtui.Orchestration.Extensions;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Host.Commands;

/// <summary>Finding work by itself: asks a decision engine what would be worth doing.</summary>
internal static class CoordinatorCommands
{
    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new()
        {
            Name = "coordinator.decide",
            Help = "Ask a decision engine what to do next in a repository; nothing is started without --add",
            Handler = DecideAsync,
            Arguments =
            [
                new("project", ArgumentKind.Option, "the repository; the one you stand in by default") { Placeholder = "DIR" },
                new("agent", ArgumentKind.Option, "the agent you would rather have") { Placeholder = "A" },
                new("engine", ArgumentKind.Option, "the engine to ask; all in turn by default") { Placeholder = "E" },
                new("add", ArgumentKind.Flag, "add what was decided as a task"),
                new("goal", ArgumentKind.Rest, "what you want in the long run, each goal one word to the shell"),
            ],
        },
    ];

    private static async Task<CommandResult> DecideAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        await context.Host.PluginsLoaded.WaitAsync(cancellation).ConfigureAwait(false);
        var project = Path.GetFullPath(values.Text("project") is { Length: > 0 } named ? named : ".", context.Caller.WorkingDirectory);
        if (!Directory.Exists(project)) return CommandResult.NotFound($"There is no directory {project}.");
        var agents = await AgentsAsync(context, values.Text("agent")).ConfigureAwait(false);
        if (agents.Count == 0) return CommandResult.Fail("No agent is installed that could do anything; see 'orchtui agents'.");
        var made = await new DecisionMaker(context.Host.Extensions).DecideAsync(
            new DecisionRequest
            {
                Workspace = project,
                Goals = values.List("goal"),
                Agents = agents,
                PreferredAgent = values.Text("agent"),
                At = context.Host.Time.GetUtcNow(),
            },
            values.Text("engine"),
            cancellation).ConfigureAwait(false);
        if (!made.Succeeded) return CommandResult.Fail(made.Problem.Message);
        if (!values.Flag("add")) return CommandResult.Ok(Json(made.Value, task: null));
        var added = await AddAsync(context, project, made.Value.Decision).ConfigureAwait(false);
        return added.Succeeded ? CommandResult.Ok(Json(made.Value, added.Value.Id.Value)) : TaskCommands.Failure(added.Problem);
    }

    private static Task<Outcome<TaskRecord>> AddAsync(HostContext context, string project, Decision decision) => context.Host.Engine.AddAsync(new NewTask
    {
        Title = decision.Title,
        Body = decision.Prompt,
        Project = project,
        Agent = decision.Agent,
        Priority = TaskInfos.PriorityOf(decision.Priority),
        Environment = context.Caller.Environment is null ? null : context.ChildEnvironment(),
    });

    /// <summary>The installed agents; one that is for demonstration only when it was named.</summary>
    private static async Task<IReadOnlyList<string>> AgentsAsync(HostContext context, string? preferred)
    {
        var path = context.ChildEnvironment().GetValueOrDefault("PATH", "");
        var agents = new List<string>();
        foreach (var id in context.Host.Agents.Ids)
        {
            if (id != preferred && context.Host.Agents.Find(id)?.Profile.PickedByDefault != true) continue;
            if ((await context.Host.Agents.ProbeAsync(id, path).ConfigureAwait(false)).Installed) agents.Add(id);
        }

        return agents;
    }

    private static JsonObject Json(MadeDecision made, int? task) => new()
    {
        ["engine"] = made.Engine,
        ["title"] = made.Decision.Title,
        ["prompt"] = made.Decision.Prompt,
        ["agent"] = made.Decision.Agent,
        ["priority"] = SnakeCase.Text(made.Decision.Priority),
        ["estimated_duration_s"] = (long)made.Decision.EstimatedDuration.TotalSeconds,
        ["confidence"] = made.Decision.Confidence,
        ["rationale"] = made.Decision.Rationale,
        ["metadata"] = new JsonObject(made.Decision.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["task_id"] = task,
    };
}
