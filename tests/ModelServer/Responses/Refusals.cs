using System.Text.Json.Nodes;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Responses;

/// <summary>How this service words the refusals that the scenarios name: status, type and code differ from those of Messages.</summary>
internal static class Refusals
{
    private const long ResetSeconds = 3600;

    private static readonly Dictionary<string, Wording> Wordings = new()
    {
        ["e400"] = new(400, "invalid_request_error", "context_length_exceeded",
            "Your input exceeds the context window of this model. Please adjust your input and try again."),
        ["e401"] = new(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided: sk-dummy."),
        ["e403"] = new(403, "permission_error", null, "You are not allowed to use this resource."),
        ["e404"] = new(404, "invalid_request_error", "model_not_found",
            "The model `scripted` does not exist or you do not have access to it."),
        ["e429"] = new(429, "tokens", "rate_limit_exceeded",
            "Rate limit reached for scripted on tokens per min (TPM). Please try again in 1s."),
        ["e500"] = new(500, "server_error", null, "The server had an error while processing your request."),
        ["e529"] = new(503, "server_error", "server_is_overloaded", "The server is overloaded."),
        ["credit"] = new(429, "insufficient_quota", "insufficient_quota",
            "You exceeded your current quota, please check your plan and billing details."),
        ["quota"] = new(429, "insufficient_quota", "insufficient_quota",
            "You exceeded your current quota, please check your plan and billing details."),
        ["usage"] = new(429, "usage_limit_reached", "usage_limit_reached", "The usage limit has been reached"),
    };

    /// <summary>The status, the body and the headers of a refusal.</summary>
    public static (int Status, JsonObject Body, IReadOnlyList<(string Name, string Value)> Headers) Of(
        string scenario, Refuse refuse, DateTimeOffset now)
    {
        var wording = Wordings.GetValueOrDefault(scenario) ?? new(refuse.Status, refuse.Type, null, refuse.Message);
        var error = new JsonObject
        {
            ["message"] = wording.Message,
            ["type"] = wording.Type,
            ["param"] = null,
            ["code"] = wording.Code,
        };
        if (wording.Code != "usage_limit_reached") return (wording.Status, Body(error), RetryAfter(refuse));
        error["plan_type"] = "pro";
        error["resets_at"] = now.ToUnixTimeSeconds() + ResetSeconds;
        error["resets_in_seconds"] = ResetSeconds;
        return (wording.Status, Body(error), [.. RetryAfter(refuse), .. Limits(100)]);
    }

    /// <summary>The headers that tell how much of the account's allowance is used.</summary>
    public static IEnumerable<(string Name, string Value)> Limits(int usedPercent) =>
    [
        ("x-codex-primary-used-percent", $"{usedPercent}"),
        ("x-codex-primary-window-minutes", "300"),
        ("x-codex-primary-reset-after-seconds", $"{ResetSeconds}"),
    ];

    private static JsonObject Body(JsonObject error) => new() { ["error"] = error };

    private static (string Name, string Value)[] RetryAfter(Refuse refuse) =>
        [.. refuse.Headers.Where(header => header.Name == "retry-after")];

    private sealed record Wording(int Status, string Type, string? Code, string Message);
}
