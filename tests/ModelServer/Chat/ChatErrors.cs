using System.Text.Json.Nodes;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Chat;

/// <summary>
/// The failures of the scenarios in the words of the services that speak Chat Completions: another shape, codes of their own, and 503
/// where the Messages format has a status for being overloaded.
/// </summary>
internal static class ChatErrors
{
    public static (int Status, JsonObject Body) Of(string scenario, Refuse refuse) => scenario switch
    {
        "e400" => (400, Error("invalid_request_error", "context_length_exceeded",
            "Your input exceeds the context window of this model. Please adjust your input and try again.")),
        "e401" => (401, Error("invalid_request_error", "invalid_api_key", "Incorrect API key provided: sk-dummy.")),
        "e403" => (403, Error("permission_error", null, "Your API key does not have permission to use the specified resource.")),
        "e404" => (404, Error("invalid_request_error", "model_not_found",
            "The model `scripted` does not exist or you do not have access to it.")),
        "e429" => (429, Error("tokens", "rate_limit_exceeded",
            "Rate limit reached for scripted on tokens per min (TPM). Please try again in 1s.")),
        "e529" => (503, Error("server_error", "server_is_overloaded", "The server is overloaded")),
        "e500" => (500, Error("server_error", null, "The server had an error while processing your request.")),
        "usage" => (429, Error("usage_limit_reached", "usage_limit_reached", "The usage limit has been reached")),
        "quota" or "credit" => (429, Error("insufficient_quota", "insufficient_quota",
            "You exceeded your current quota, please check your plan and billing details.")),
        _ => (refuse.Status, Error(refuse.Type, null, refuse.Message)),
    };

    private static JsonObject Error(string type, string? code, string message) => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code },
    };
}
