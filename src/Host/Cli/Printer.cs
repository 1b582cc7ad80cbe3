using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchtui.Host.Rpc;

namespace Orchtui.Host.Cli;

/// <summary>Prints an answer of the host: as JSON for programs, else as the lines a person (or a simple script) wants.</summary>
internal static class Printer
{
    private static readonly RpcJson Json = new(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void Print(string command, JsonNode? data, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(data is null ? "{}" : JsonSerializer.Serialize(data, Json.JsonNode));
            return;
        }

        switch (data)
        {
            case JsonArray rows:
                Tables.Print(command, rows, output);
                break;
            case JsonObject item when Bare(command, item) is { } text:
                output.Write(text);
                break;
            case JsonObject { Count: 0 } or null:
                break;
            case JsonObject item:
                foreach (var (name, value) in item) PrintMember(command, name, value, output);
                break;
            default:
                output.WriteLine(Text(data));
                break;
        }
    }

    /// <summary>A list of things inside a thing is a table below its name.</summary>
    private static void PrintMember(string command, string name, JsonNode? value, TextWriter output)
    {
        if (value is not JsonArray { Count: > 0 } rows || rows[0] is not JsonObject)
        {
            output.WriteLine($"{name + ":",-14} {PlainText.Of(Text(value))}");
            return;
        }

        output.WriteLine($"{name}:");
        Tables.Print($"{command}.{name}", rows, output, indent: "  ");
    }

    /// <summary>A value as a person reads it.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(' ', list.Select(Text)),
        JsonValue single when single.TryGetValue<string>(out var text) => text,
        JsonValue single when single.TryGetValue<bool>(out var flag) => flag ? "yes" : "no",
        JsonValue single when single.TryGetValue<decimal>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };

    /// <summary>Answers that are one thing print as that thing alone.</summary>
    private static string? Bare(string command, JsonObject item) => command switch
    {
        "pane.new" or "task.add" => Text(item["id"]) + "\n",
        "pane.capture" => Text(item["text"]),
        "pane.wait" => item["exit_status"] is not null || item["ended"] is not null ? (Text(item["exit_status"]) is { Length: > 0 } code ? code : Text(item["ended"])) + "\n" : "",
        _ when item.Count == 1 && item.ContainsKey("message") => Text(item["message"]) + "\n",
        _ => null,
    };
}
