using System.Text.Json.Nodes;
using Orchtui.Agents;
using Orchtui.Host.Views;
using Orchtui.Mux.Commands;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Host.Commands;

/// <summary>What agents ask, and answers to it from elsewhere than their panes. Never open to agents: they would answer themselves.</summary>
internal static class InboxCommands
{
    private const int MostReceipts = 100;

    public static IEnumerable<Command<HostContext>> Rows =>
    [
        new()
        {
            Name = "inbox.open",
            Help = "Look at what agents ask, and answer it",
            Handler = OpenAsync,
            Keys = [new("home", "i"), new("prefix", "I")],
            Surfaces = Surfaces.Screen,
        },
        new() { Name = "inbox.list", IsRepeatable = true, Help = "List what agents ask now", Handler = ListAsync },
        new()
        {
            Name = "inbox.answer",
            Help = "Answer a question; refused when its agent asks something else by now",
            Handler = AnswerAsync,
            Arguments =
            [
                new("question", ArgumentKind.Positional, "its id from 'inbox list', or its task's number") { Required = true },
                new("once", ArgumentKind.Flag, "allow it this once"),
                new("always", ArgumentKind.Flag, "allow it, and what is like it"),
                new("deny", ArgumentKind.Flag, "do not allow it"),
                new("option", ArgumentKind.Option, "one of its answers, by its number, id or label") { Placeholder = "O" },
                new("text", ArgumentKind.Option, "an answer in your own words") { Placeholder = "TEXT" },
            ],
        },
        new()
        {
            Name = "inbox.history",
            IsRepeatable = true,
            Help = "List the answers that were given, the newest first, and what became of them",
            Handler = HistoryAsync,
            Arguments = [new("task", ArgumentKind.Option, "only those to one task") { Type = ArgumentType.Number, Placeholder = "ID" }],
        },
    ];

    internal static JsonObject Json(OpenQuestion open) => new()
    {
        ["id"] = open.Id,
        ["task"] = open.Attempt.Task.Value,
        ["agent"] = open.Agent,
        ["question"] = open.Question.Text,
        ["options"] = new JsonArray([.. open.Question.Options.Select(option => (JsonNode)new JsonObject
        {
            ["id"] = option.Id,
            ["label"] = option.Label,
            ["kind"] = SnakeCase.Text(option.Kind),
        })]),
        ["takes_text"] = open.Question.TextKeys is not null,
        ["answerable"] = open.TakesAnswers,
        ["source"] = SnakeCase.Text(open.Source),
        ["since"] = TaskCommands.Time(open.Since),
    };

    private static JsonObject Json(Receipt receipt) => new()
    {
        ["at"] = TaskCommands.Time(receipt.At),
        ["task"] = receipt.Attempt.Task.Value,
        ["state"] = SnakeCase.Text(receipt.State),
        ["answer"] = receipt.Answer,
        ["question_id"] = receipt.QuestionId,
        ["question"] = receipt.Question,
        ["by"] = receipt.By,
        ["detail"] = receipt.Detail,
    };

    private static async Task<CommandResult> OpenAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        if (context.Caller.Client is not { } client) return CommandResult.Fail("This works on the screen only; scripts use 'inbox list'.");
        await context.Host.Mux.InvokeAsync(_ => client.Push(new InboxView(client, context.Host.Queue, context.Host.Time))).ConfigureAwait(false);
        return CommandResult.Ok();
    }

    private static Task<CommandResult> ListAsync(HostContext context, ArgumentValues values, CancellationToken cancellation) =>
        Task.FromResult(CommandResult.Ok(new JsonArray([.. context.Host.Engine.Questions.Select(Json)])));

    private static async Task<CommandResult> AnswerAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        AnswerKind? kind = values.Flag("once") ? AnswerKind.AllowOnce : values.Flag("always") ? AnswerKind.AllowAlways : values.Flag("deny") ? AnswerKind.Deny : null;
        var given = new[] { values.Flag("once"), values.Flag("always"), values.Flag("deny"), values.Text("option") is not null, values.Text("text") is not null };
        if (given.Count(is_ => is_) != 1) return CommandResult.Fail("Say just one of --once, --always, --deny, --option O and --text TEXT.", FailureKind.Usage);
        var receipt = await context.Host.Engine.AnswerAsync(
            new AnswerRequest
            {
                Question = values.RequiredText("question"),
                Kind = kind,
                Option = values.Text("option"),
                Text = values.Text("text"),
                By = context.Caller.Client is { } client ? $"client {client.Id}" : $"pid {context.Caller.ProcessId}",
            },
            cancellation).ConfigureAwait(false);
        if (!receipt.Succeeded) return TaskCommands.Failure(receipt.Problem);
        return receipt.Value.State == ReceiptState.Refused ? CommandResult.Fail(receipt.Value.Detail, FailureKind.Refused) : CommandResult.Ok(Json(receipt.Value), $"Task {receipt.Value.Attempt.Task} was told: {receipt.Value.Answer}");
    }

    private static async Task<CommandResult> HistoryAsync(HostContext context, ArgumentValues values, CancellationToken cancellation)
    {
        var receipts = await context.Host.Engine.ReceiptsAsync(values.Number("task") is { } task ? new TaskId(task) : null, MostReceipts).ConfigureAwait(false);
        return receipts.Succeeded ? CommandResult.Ok(new JsonArray([.. receipts.Value.Select(Json)])) : TaskCommands.Failure(receipts.Problem);
    }
}
