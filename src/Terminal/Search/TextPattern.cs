using System.Text.RegularExpressions;

namespace Orchtui.Terminal.Search;

/// <summary>
/// A regular expression to look for in the text of a pane. Small letters match capital ones too, unless the pattern has a capital letter of
/// its own. It is matched without backtracking, in time linear in the text, and with a time limit on each line besides, for patterns
/// so large that even that is long. What cannot be matched so (back references, looking around) is refused with a reason.
/// </summary>
public sealed class TextPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(250);

    private readonly Regex _regex;

    private TextPattern(string text, Regex regex)
    {
        Text = text;
        _regex = regex;
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    public bool IgnoresCase => _regex.Options.HasFlag(RegexOptions.IgnoreCase);

    /// <summary>Reads a pattern; when it is none, null and why.</summary>
    public static TextPattern? TryParse(string text, out string problem)
    {
        problem = "";
        try
        {
            return new TextPattern(text, new Regex(text, HasCapital(text) ? Options : Options | RegexOptions.IgnoreCase, LongestMatch));
        }
        catch (RegexParseException error)
        {
            problem = $"'{text}' is no regular expression: {Reason(error)}.";
        }
        catch (NotSupportedException)
        {
            problem = $"'{text}' cannot be searched for: back references, looking around and very large repetitions are not supported.";
        }

        return null;
    }

    /// <summary>
    /// Adds the places where the pattern matches, in order, at most <paramref name="most"/>. Matches of nothing are left out, as there is
    /// nothing to show of them. False when a line took longer than the limit: the search is better given up.
    /// </summary>
    public bool FindIn(SearchText text, ICollection<TextMatch> found, int most)
    {
        try
        {
            for (var line = 0; line < text.LineCount; line++)
                foreach (var match in _regex.EnumerateMatches(text.Line(line)))
                {
                    if (found.Count >= most) return true;
                    if (match.Length > 0) found.Add(text.Cells(line, match.Index, match.Length));
                }

            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Whether a capital letter is meant; those of escapes such as \W and \p{Lu} are not.</summary>
    private static bool HasCapital(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                if (i + 1 < text.Length && text[i] is 'p' or 'P' && text[i + 1] == '{') i = Math.Max(i, text.IndexOf('}', i));
            }
            else if (char.IsUpper(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static string Reason(RegexParseException error) => error.Error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a ( is not closed",
        RegexParseError.InsufficientOpeningParentheses => "a ) is not opened",
        RegexParseError.UnterminatedBracket => "a [ is not closed",
        RegexParseError.UnescapedEndingBackslash => "it ends in a \\",
        RegexParseError.QuantifierAfterNothing or RegexParseError.NestedQuantifiersNotParenthesized => "there is nothing to repeat before a *, + or ?",
        RegexParseError.ReversedQuantifierRange or RegexParseError.ReversedCharacterRange => "a range runs backwards",
        var other => $"{other} at {error.Offset + 1}",
    };
}
