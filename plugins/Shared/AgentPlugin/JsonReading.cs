using System.Text.Json;

namespace Orchtui.Plugins;

/// <summary>Reads JSON that someone else shapes: what is missing or of another kind is null.</summary>
internal static class JsonReading
{
    extension(JsonElement element)
    {
        public JsonElement? Member(string name) =>
            element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null
                ? value
                : null;

        public string? Text(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

        public double? Number(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

        public long Count(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

        public bool Flag(string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

        /// <summary>The items of a list; none when it is no list.</summary>
        public IReadOnlyList<JsonElement> Items(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
    }

    /// <summary>Parses an object; null when it is none.</summary>
    public static JsonElement? TryParse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
