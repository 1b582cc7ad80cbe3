using System.Text.RegularExpressions;

namespace Orchtui.Plugins;

/// <summary>
/// A pattern from data, without backtracking, so that none can hang the reading of a screen. Built when it is first asked: its tables
/// are large, and most agents that are known are not used.
/// </summary>
internal sealed class Pattern(string text)
{
    private readonly Lazy<Regex> _regex = new(() => new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

    public Regex Regex => _regex.Value;

    public bool IsMatch(string input) => Regex.IsMatch(input);

    public Match Match(string input) => Regex.Match(input);

    public override string ToString() => text;
}
