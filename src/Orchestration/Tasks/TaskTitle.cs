using System.Globalization;
using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Tasks;

/// <summary>
/// What a title may be: one line that every surface can show and git can take as a subject. Nothing is cut or cleaned silently.
/// </summary>
public static class TaskTitle
{
    /// <summary>Longest title, in characters as a reader counts them.</summary>
    public const int MaxLength = 200;

    /// <summary>A single character a reader counts may be made of any number of marks; this ends it.</summary>
    private const int MaxUnits = 16 * MaxLength;

    /// <summary>Checks a title.</summary>
    /// <returns>Null when it may be used as it is.</returns>
    public static Refused? Check(string title)
    {
        if (string.IsNullOrWhiteSpace(title)) return new Refused("The title is empty. Give the task one line that names it.");
        if (title.Any(IsForbidden))
            return new Refused("The title holds a line break or a control character. Keep it to one line; put the rest into the body.");
        var length = title.Length > MaxUnits ? title.Length : new StringInfo(title).LengthInTextElements;
        return length <= MaxLength
            ? null
            : new Refused($"The title has {length} characters; {MaxLength} are the limit. Shorten it and put the rest into the body.");
    }

    /// <summary>Checks the words that go with a task: its model and labels.</summary>
    internal static Refused? CheckWords(IEnumerable<string> words) => words.FirstOrDefault(word => word.Any(IsForbidden)) is null
        ? null
        : new Refused("A label or the model holds a control character. Remove it.");

    /// <summary>Control characters, line separators, and bidirectional overrides that would make a screen show another text.</summary>
    private static bool IsForbidden(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
