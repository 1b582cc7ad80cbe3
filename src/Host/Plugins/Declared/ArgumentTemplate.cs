using System.Text.RegularExpressions;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>
/// Arguments with places such as <c>{model}</c>. A word is kept as it is filled in; a list of words is left out as a whole when one of its
/// places has nothing; <c>{permissions}</c> by itself becomes any number of words.
/// </summary>
internal sealed partial class ArgumentTemplate(IReadOnlyList<object> items)
{
    private const string Permissions = "{permissions}";

    private static readonly string[] Places =
        ["executable", "prompt", "system_prompt", "title", "task", "worktree", "repository", "model", "effort", "session", "resume"];

    public static IEnumerable<string> ProblemsOf(IEnumerable<object> items)
    {
        foreach (var item in items)
        {
            var words = item as List<object> ?? [item];
            foreach (var word in words)
            {
                if (word is not string text) yield return "an argument is a word, or a list of words";
                else if (text != Permissions)
                    foreach (var name in NamesIn(text).Where(name => !IsPlace(name))) yield return $"{{{name}}} is not one of {string.Join(", ", Places)}, permissions, settings.KEY";
            }
        }
    }

    public IEnumerable<string> Fill(Func<string, string> value, IReadOnlyList<string> permissions)
    {
        foreach (var item in items)
        {
            if (item is List<object> group)
            {
                var words = group.Cast<string>().ToList();
                if (words.SelectMany(NamesIn).Any(name => value(name).Length == 0)) continue;
                foreach (var word in words) yield return Fill(word, value);
            }
            else if (item is Permissions)
            {
                foreach (var word in permissions) yield return word;
            }
            else
            {
                yield return Fill((string)item, value);
            }
        }
    }

    public static string Fill(string text, Func<string, string> value) => Place.Replace(text, match => value(match.Groups[1].Value));

    public static bool Names(string text, string place) => NamesIn(text).Contains(place);

    private static bool IsPlace(string name) => Places.Contains(name) || name.StartsWith("settings.", StringComparison.Ordinal);

    private static IEnumerable<string> NamesIn(string text) => Place.Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\{([a-z_]+(?:\.[a-zA-Z0-9_-]+)?)\}")]
    private static partial Regex Place { get; }
}
