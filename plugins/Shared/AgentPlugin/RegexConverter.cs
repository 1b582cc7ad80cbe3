using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Orchtui.Plugins;

/// <summary>
/// Patterns from data run without backtracking, so that none of them can hang the reading of a screen.
/// </summary>
internal sealed class RegexConverter : JsonConverter<Regex>
{
    public override Regex Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var pattern = reader.GetString() ?? "";
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new JsonException($"'{pattern}' is not a pattern: {e.Message}", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, Regex value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
