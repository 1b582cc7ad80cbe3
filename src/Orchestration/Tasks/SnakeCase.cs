using System.Text.Json;

namespace Orchtui.Orchestration.Tasks;

/// <summary>The one spelling of enumerated words on disk and in JSON: <c>InProgress</c> is <c>in_progress</c>.</summary>
public static class SnakeCase
{
    public static string Text<T>(T value)
        where T : struct, Enum => Words<T>.Texts[value];

    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text is not null && Words<T>.Values.TryGetValue(text, out value);
    }

    /// <summary>Reads a word this program wrote itself.</summary>
    /// <exception cref="FormatException">It is no such word.</exception>
    public static T Parse<T>(string text)
        where T : struct, Enum =>
        TryParse<T>(text, out var value) ? value : throw new FormatException($"\"{text}\" is no {typeof(T).Name}");

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Texts =
            Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

        public static readonly Dictionary<string, T> Values = Texts.ToDictionary(pair => pair.Value, pair => pair.Key);
    }
}
