using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Orchtui.Plugins;

/// <summary>Reads patterns from data; what is no pattern is told at once.</summary>
internal sealed class PatternConverter : JsonConverter<Pattern>
{
    public override Pattern Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        try
        {
            // Cheap beside the tables of the other kind, and not kept.
            _ = new Regex(text, RegexOptions.CultureInvariant);
            return new Pattern(text);
        }
        catch (ArgumentException e)
        {
            throw new JsonException($"'{text}' is not a pattern: {e.Message}", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Pattern value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
