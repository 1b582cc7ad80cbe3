using System.Text.Json;
using System.Text.Json.Nodes;
using Orchtui.Host.Commands;
using Orchtui.Mux.Commands;

namespace Orchtui.Host.Rpc;

/// <summary>Turns one line into a call of the command table and its outcome into a line.</summary>
internal sealed class RpcDispatcher(CommandTable<HostContext> table, Func<Caller, HostContext> contextFor, Action<string> warn)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The answer to a line; null for a notification.</summary>
    public async Task<byte[]?> AnswerAsync(byte[] line, int peer, CancellationToken cancellation)
    {
        JsonObject? request;
        try
        {
            request = JsonNode.Parse(line, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException error)
        {
            return RpcMessages.Error(null, RpcErrorCode.Parse, $"This line is not JSON: {error.Message}");
        }

        try
        {
            return await AnswerAsync(request, peer, cancellation).ConfigureAwait(false);
        }
        catch (InvalidOperationException error)
        {
            // A string with half a surrogate pair is JSON and still no text.
            return RpcMessages.Error(null, RpcErrorCode.InvalidRequest, $"This request cannot be read: {error.Message}");
        }
    }

    private async Task<byte[]?> AnswerAsync(JsonObject? request, int peer, CancellationToken cancellation)
    {
        var id = request?["id"];
        if (request?["method"] is not JsonValue method || !method.TryGetValue<string>(out var name))
            return RpcMessages.Error(id, RpcErrorCode.InvalidRequest, "A request is an object with a string 'method'.");
        if (request["params"] is not (null or JsonObject))
            return RpcMessages.Error(id, RpcErrorCode.InvalidParameters, "'params' is an object with named arguments.");
        var answer = await CallAsync(id, name, (JsonObject?)request["params"]?.DeepClone() ?? [], peer, cancellation).ConfigureAwait(false);
        return request.ContainsKey("id") ? answer : null;
    }

    private async Task<byte[]> CallAsync(JsonNode? id, string name, JsonObject parameters, int peer, CancellationToken cancellation)
    {
        if (table.Find(name) is not { } command || (command.Surfaces & Surfaces.Rpc) == 0)
            return RpcMessages.Error(id, RpcErrorCode.UnknownMethod, $"There is no method '{name}'.");
        Caller caller;
        try
        {
            caller = Caller.From(parameters, peer);
        }
        catch (InvalidOperationException)
        {
            return RpcMessages.Error(id, RpcErrorCode.InvalidParameters, "'_caller' has a string 'cwd' and an object 'env' of strings.");
        }

        var (values, error) = ArgumentValues.From(command.Arguments, parameters);
        if (values is null) return RpcMessages.Error(id, RpcErrorCode.InvalidParameters, $"{error} (usage: {command.Usage})");
        var context = contextFor(caller);
        if (!command.OpenToAgents && context.CallerTask() is { } task)
            return RpcMessages.Error(id, RpcErrorCode.Refused, $"'{name}' is not open to a program in the pane of task {task}.");
        try
        {
            var result = await command.Handler(context, values, cancellation).ConfigureAwait(false);
            return result.Failure is { } kind
                ? RpcMessages.Error(id, RpcErrorCode.Of(kind), result.Message)
                : RpcMessages.Result(id, result.Data, result.Message);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // A fault of ours ends this request and nothing else; the log has the details.
            warn($"{name} failed: {fault}");
            return RpcMessages.Error(id, RpcErrorCode.Internal, $"'{name}' failed by a fault of orchtui: {fault.Message} (details are in the host's log)");
        }
    }
}
