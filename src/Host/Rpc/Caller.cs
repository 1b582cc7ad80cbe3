using System.Text.Json.Nodes;
using Orchtui.Mux.Clients;

namespace Orchtui.Host.Rpc;

/// <summary>Who calls a command, and from where: panes and tasks get the caller's directory and environment.</summary>
internal sealed record Caller
{
    /// <summary>The attached client, for calls from the screen.</summary>
    public IClientContext? Client { get; init; }

    /// <summary>The process on the other side of the socket; 0 for calls from the screen.</summary>
    public int ProcessId { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Null when the caller did not send it: then that of the host counts.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public static Caller Of(IClientContext client) => new()
    {
        Client = client,
        WorkingDirectory = client.WorkingDirectory,
        Environment = client.Environment,
    };

    /// <summary>Takes the caller's surroundings out of a call's parameters.</summary>
    public static Caller From(JsonObject parameters, int processId)
    {
        var caller = parameters["_caller"] as JsonObject;
        parameters.Remove("_caller");
        var environment = caller?["env"] as JsonObject;
        return new Caller
        {
            ProcessId = processId,
            WorkingDirectory = caller?["cwd"]?.GetValue<string>() ?? "/",
            Environment = environment?.ToDictionary(pair => pair.Key, pair => pair.Value?.GetValue<string>() ?? ""),
        };
    }

    /// <summary>This process as a caller, for sending.</summary>
    public static JsonObject Self()
    {
        var environment = new JsonObject();
        foreach (var (name, value) in SelfCommand.CurrentEnvironment()) environment[name] = value;
        return new JsonObject { ["cwd"] = System.Environment.CurrentDirectory, ["env"] = environment };
    }
}
