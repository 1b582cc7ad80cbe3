using System.Text.RegularExpressions;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>How the work is to end, by a directive in the prompt.</summary>
internal enum DemoEnding
{
    Well,
    Fail,
    Crash,
    Hang,
}

/// <summary>
/// A prompt taken apart: its text without directives, a file name made of its first words, and how the work is to end. The same
/// prompt always gives the same name, so that the same task always makes the same change.
/// </summary>
internal sealed partial record DemoPrompt(string Text, string Slug, DemoEnding Ending)
{
    private const int MaxSlug = 32;

    public static DemoPrompt Read(string prompt)
    {
        var ending = Directive.Match(prompt) is { Success: true } match
            ? Enum.Parse<DemoEnding>(match.Groups[1].Value, ignoreCase: true)
            : DemoEnding.Well;
        var text = Directive.Replace(prompt, "").Trim();
        return new DemoPrompt(text, SlugOf(text), ending);
    }

    private static string SlugOf(string text)
    {
        var words = NotInNames.Replace(text.Split('\n')[0].ToLowerInvariant(), "-").Trim('-');
        if (words.Length == 0) return text.Length == 0 ? "task" : $"task-{StableHash(text):x8}";
        return words.Length <= MaxSlug ? words : words[..MaxSlug].TrimEnd('-');
    }

    /// <summary>FNV-1a: the hash of strings that the runtime offers differs from process to process.</summary>
    private static uint StableHash(string text) => text.Aggregate(2166136261u, (hash, c) => unchecked((hash ^ c) * 16777619u));

    [GeneratedRegex(@"\[\[(fail|crash|hang)\]\]", RegexOptions.IgnoreCase)]
    private static partial Regex Directive { get; }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames { get; }
}
