using System.Text.Json;
using System.Text.Json.Nodes;
using Orchtui.Mux.Commands;

namespace Orchtui.Host.Rpc;

/// <summary>Error codes of JSON-RPC 2.0 and our own below them.</summary>
internal static class RpcErrorCode
{
    public const int Parse = -32700;
    public const int InvalidRequest = -32600;
    public const int UnknownMethod = -32601;
    public const int InvalidParameters = -32602;
    public const int Internal = -32603;
    public const int NotFound = -32000;
    public const int Failed = -32001;
    public const int Refused = -32002;

    public static int Of(FailureKind kind) => kind switch
    {
        FailureKind.Usage => InvalidParameters,
        FailureKind.NotFound => NotFound,
        FailureKind.Refused => Refused,
        _ => Failed,
    };

    public static FailureKind ToKind(int code) => code switch
    {
        InvalidParameters or UnknownMethod or InvalidRequest or Parse => FailureKind.Usage,
        NotFound => FailureKind.NotFound,
        Refused => FailureKind.Refused,
        _ => FailureKind.Failed,
    };
}

/// <summary>JSON-RPC messages, built and read in one place.</summary>
internal static class RpcMessages
{
    /// <summary>A longer line is not answered: the connection is closed.</summary>
    public const int LargestMessage = 16 * 1024 * 1024;

    public static byte[] Request(int id, string method, JsonObject parameters) => Line(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id,
        ["method"] = method,
        ["params"] = parameters,
    });

    public static byte[] Result(JsonNode? id, JsonNode? result, string message) => Line(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id?.DeepClone(),
        ["result"] = result?.DeepClone() ?? (message.Length > 0 ? new JsonObject { ["message"] = message } : new JsonObject()),
    });

    public static byte[] Error(JsonNode? id, int code, string message) => Line(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id?.DeepClone(),
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    });

    private static byte[] Line(JsonObject message) => [.. JsonSerializer.SerializeToUtf8Bytes(message, RpcJson.Default.JsonObject), (byte)'\n'];
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
[System.Text.Json.Serialization.JsonSerializable(typeof(JsonNode))]
internal sealed partial class RpcJson : System.Text.Json.Serialization.JsonSerializerContext;
