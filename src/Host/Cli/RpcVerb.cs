using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchtui.Host.Rpc;
using Orchtui.Mux.Commands;

namespace Orchtui.Host.Cli;

/// <summary><c>rpc METHOD [JSON]</c>: a call as programs make it.</summary>
internal static class RpcVerb
{
    public static void AddTo(Command root)
    {
        var rpc = CommandLine.VerbFor(root, "rpc", "Call a method of the host; prints its result as JSON");
        var method = new Argument<string>("method") { Description = "its name" };
        var json = new Argument<string?>("params") { Description = "its parameters, a JSON object", Arity = ArgumentArity.ZeroOrOne };
        rpc.Add(method);
        rpc.Add(json);
        rpc.SetAction((parsed, cancellation) => CallAsync(parsed.GetRequiredValue(method), parsed.GetValue(json) ?? "{}", cancellation));
    }

    private static async Task<int> CallAsync(string method, string text, CancellationToken cancellation)
    {
        JsonObject? parameters;
        try
        {
            parameters = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException error)
        {
            return CommandLine.Fail(CommandResult.Fail($"The parameters are not JSON: {error.Message}", FailureKind.Usage));
        }

        if (parameters is null) return CommandLine.Fail(CommandResult.Fail("The parameters are a JSON object, such as '{\"id\":1}'.", FailureKind.Usage));
        var (client, failure) = await RpcClient.ConnectAsync(HomeDirectory.Find(), TimeProvider.System).ConfigureAwait(false);
        if (client is null) return CommandLine.Fail(CommandResult.Fail(failure));
        using (client)
        {
            var result = await client.CallAsync(method, parameters, cancellation).ConfigureAwait(false);
            if (result.Failure is { } kind)
            {
                StandardStreams.Error.WriteLine(new JsonObject { ["code"] = RpcErrorCode.Of(kind), ["message"] = result.Message, ["data"] = null }.ToJsonString());
                return 1;
            }

            Printer.Print(method, result.Data, json: true, StandardStreams.Out);
            return 0;
        }
    }
}
