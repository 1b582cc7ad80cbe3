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
            var answer = await client.AskAsync(method, parameters, cancellation).ConfigureAwait(false);
            if (answer is null) return CommandLine.Fail(CommandResult.Fail("The host went away before it answered."));
            if (answer["error"] is JsonObject error)
            {
                StandardStreams.Error.WriteLine($"{Printer.Text(error["code"])} {Printer.Text(error["message"])} {Printer.Text(error["data"])}".TrimEnd());
                return 1;
            }

            Printer.Print(method, answer["result"], json: true, StandardStreams.Out);
            return 0;
        }
    }
}
