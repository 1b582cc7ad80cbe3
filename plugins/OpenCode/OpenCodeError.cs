using System.Text.Json;

namespace Orchtui.Plugins.OpenCode;

/// <summary>An error as the CLI's events and its output carry it.</summary>
/// <param name="Name">Its kind, in the CLI's own words.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Status">The status of the model service's answer, where there was one.</param>
internal sealed record OpenCodeError(string Name, string Message, long? Status)
{
    /// <summary>The person ended the turn, which is no failure.</summary>
    public bool IsInterruption => Name == "MessageAbortedError";

    public static OpenCodeError? Of(JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.Object } error) return null;
        var name = error.Text("name") ?? "UnknownError";
        var data = error.Member("data") ?? default;
        var status = data.Member("statusCode") is null ? (long?)null : data.Count("statusCode");
        return new OpenCodeError(name, data.Text("message") ?? error.Text("message") ?? name, status);
    }
}
