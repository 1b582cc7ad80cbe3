using System.Text.Json.Nodes;
using Orchtui.Host.Views;
using Orchtui.Mux;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Commands;
using Orchtui.Orchestration.Tasks;
using TaskStatus = Orchtui.Orchestration.Tasks.TaskStatus;

namespace Orchtui.Host.Commands;

/// <summary>What the keys of the queue do beyond what scripts can ask for.</summary>
internal static class QueueCommands
{
    /// <summary>How long a key waits for the pane of a task that is just starting.</summary>
    private static readonly TimeSpan PaneLimit = TimeSpan.FromSeconds(5);

    private static readonly Argument Id = new("id", ArgumentKind.Positional, "the task's number") { Required = true };

    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new() { Name = "task.new", Help = "Fill in a new task", Handler = FormAsync, Keys = [new("home", "n")], Surfaces = Surfaces.Screen },
        new() { Name = "task.enter", OpenToViewers = true, Help = "Open the pane of a task", Handler = EnterAsync, Keys = [new("home", "Enter", "{task}")], Arguments = [Id], Surfaces = Surfaces.Screen },
        new() { Name = "task.again", Help = "Run a task, or try it again", Handler = AgainAsync, Keys = [new("home", "r", "{task}")], Arguments = [Id], Surfaces = Surfaces.Screen },
        new() { Name = "task.throw", Help = "Discard a task's work restorably, after asking", Handler = DiscardAsync, Keys = [new("home", "D", "{task}")], Arguments = [Id], Surfaces = Surfaces.Screen },
    ];

    private static async Task<CommandResult> FormAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only; scripts use 'task add'.");
        var opened = await context.Host.Mux.InvokeAsync(mux =>
        {
            TaskForm? form = null;
            form = new TaskForm(client, context.Caller.WorkingDirectory, entered => { _ = SubmitAsync(context, form!, entered); });
            client.Push(form);
            return form;
        }).ConfigureAwait(false);

        // Loading plugins and looking at programs may take seconds, and what is typed meanwhile is meant for the form.
        _ = OfferAsync(context, opened);
        return CommandResult.Ok();
    }

    /// <summary>Fills in the agents that are installed, each as soon as that is known.</summary>
    private static async Task OfferAsync(HostContext context, TaskForm form)
    {
        await context.Host.PluginsLoaded.ConfigureAwait(false);
        var path = context.ChildEnvironment().GetValueOrDefault("PATH", "");
        var client = context.Caller.Client!;
        await Task.WhenAll(context.Host.Agents.Ids.Select(async id =>
        {
            if ((await context.Host.Agents.ProbeAsync(id, path).ConfigureAwait(false)).Installed)
                client.Post(() =>
                {
                    form.Offer([id]);
                    client.Invalidate();
                });
        })).ConfigureAwait(false);
        client.Post(() =>
        {
            form.EndOffers();
            client.Invalidate();
        });
    }

    private static async Task SubmitAsync(HostContext context, TaskForm form, TaskFormResult entered)
    {
        var parameters = new JsonObject { ["title"] = entered.Title, ["mode"] = entered.Mode };
        if (entered.Prompt.Length > 0) parameters["body"] = entered.Prompt;
        if (entered.Agent is not null) parameters["agent"] = entered.Agent;
        if (entered.Project.Length > 0) parameters["project"] = entered.Project;
        var add = HostCommands.Table.Find("task.add")!;
        var (arguments, error) = ArgumentValues.From(add.Arguments, parameters);
        var result = arguments is null ? CommandResult.Fail(error!) : await add.Handler(context, arguments, CancellationToken.None).ConfigureAwait(false);
        var client = context.Caller.Client!;
        client.Post(() =>
        {
            if (!result.Succeeded)
            {
                form.Fail(result.Message);
                return;
            }

            client.Close(form);
            context.Host.Screens.HomeOf(client)?.Select(result.Data!["id"]!.GetValue<int>());
        });
    }

    private static async Task<CommandResult> EnterAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only; 'orchtui attach --task ID' opens one.");
        if (TaskCommands.TryId(values, out var id) is { } unknown) return unknown;
        var shown = await context.Host.Mux.InvokeAsync(mux =>
            mux.Panes.LastOrDefault(pane => pane.Record.TaskId == id.Value) is { } pane && mux.ShowPane(client, pane.Id)).ConfigureAwait(false);
        if (shown) return CommandResult.Ok();
        var task = await context.Host.Engine.GetAsync(id).ConfigureAwait(false);
        if (!task.Succeeded) return TaskCommands.Failure(task.Problem);
        if (!IsStarting(task.Value)) return CommandResult.Ok(WithoutPane(task.Value));

        // The wait is not part of the command: the person's next keys must not wait with it.
        _ = EnterWhenThereAsync(context, client, id);
        return CommandResult.Ok($"Task {id} is starting; its pane opens in a moment.");
    }

    private static bool IsStarting(TaskRecord task) =>
        task is { WaitingFor: null, Held: false, Status: TaskStatus.New or TaskStatus.Routed or TaskStatus.InProgress };

    private static string WithoutPane(TaskRecord task) =>
        $"Task {task.Id} has no pane: {task.WaitingFor ?? task.Reason}. {(task.Ended ? "" : "r runs it.")}";

    private static async Task EnterWhenThereAsync(HostContext context, IClientContext client, TaskId id)
    {
        try
        {
            var waiting = await context.Host.Mux.InvokeAsync(mux =>
                mux.ShowWhenThereAsync(client, pane => pane.Record.TaskId == id.Value, PaneLimit)).ConfigureAwait(false);
            if (await waiting.ConfigureAwait(false) != PaneArrival.TimedOut) return;
            var task = await context.Host.Engine.GetAsync(id).ConfigureAwait(false);
            if (task.Succeeded) client.Post(() => client.Toast(WithoutPane(task.Value)));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private static async Task<CommandResult> AgainAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (TaskCommands.TryId(values, out var id) is { } unknown) return unknown;
        var task = await context.Host.Engine.GetAsync(id).ConfigureAwait(false);
        if (!task.Succeeded) return TaskCommands.Failure(task.Problem);
        var outcome = task.Value.Status is TaskStatus.New or TaskStatus.Routed or TaskStatus.InProgress
            ? await context.Host.Engine.RunAsync(id).ConfigureAwait(false)
            : await context.Host.Engine.RetryAsync(id).ConfigureAwait(false);
        return TaskCommands.Answer(outcome);
    }

    private static async Task<CommandResult> DiscardAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only; scripts use 'task discard'.");
        if (TaskCommands.TryId(values, out var id) is { } unknown) return unknown;
        await context.Host.Mux.InvokeAsync(_ => client.Push(
            new ConfirmView(client, $"Discard the work of task {id}? It can be restored.", () => client.Run("task.discard", id.ToString())))).ConfigureAwait(false);
        return CommandResult.Ok();
    }
}
