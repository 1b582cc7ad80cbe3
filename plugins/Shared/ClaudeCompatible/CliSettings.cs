using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// The settings of one launch: for each event a hook that costs the agent next to nothing. It writes what it is told into a file that
/// appears complete and in order of its name, prints nothing and ends with 0, which the CLI takes as no opinion.
/// </summary>
internal static class CliSettings
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Inline(
        IReadOnlyList<string> events, string eventsDirectory, IReadOnlyDictionary<string, JsonElement>? others = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            foreach (var (name, value) in others ?? new Dictionary<string, JsonElement>())
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteStartObject("hooks");
            foreach (var name in events) WriteHook(json, name, HookCommand(eventsDirectory));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>One line for any POSIX shell. A date without nanoseconds still gives a name of its own, by the process id.</summary>
    public static string HookCommand(string eventsDirectory)
    {
        const string Write = "n=$(date +%s%N)-$$; cat >\"$d/.$n\" && mv \"$d/.$n\" \"$d/$n.json\"";
        return $"{{ umask 077; d={ShellQuote(eventsDirectory)}; {Write}; }} >/dev/null 2>&1; exit 0";
    }

    public static string ShellQuote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void WriteHook(Utf8JsonWriter json, string name, string command)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteStartArray("hooks");
        json.WriteStartObject();
        json.WriteString("type", "command");
        json.WriteString("command", command);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
