namespace Orchtui.Host.Cli;

/// <summary>
/// Text of agents, trackers and programs, as a person's terminal may be given it: what would command the terminal, or make a line read
/// as another, is shown instead of sent.
/// </summary>
internal static class PlainText
{
    private const char Pictures = '\u2400';
    private const char DeletePicture = '\u2421';
    private const char Unknown = '\ufffd';

    public static string Of(string text)
    {
        var plain = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return plain.Any(c => Shown(c) != c) ? string.Concat(plain.Select(Shown)) : plain;
    }

    public static string OneLine(string text) => Of(text).ReplaceLineEndings(" ").Replace('\t', ' ');

    private static char Shown(char c) => c switch
    {
        '\n' or '\t' => c,
        < ' ' => (char)(Pictures + c),
        '\u007f' => DeletePicture,
        >= '\u0080' and <= '\u009f' => Unknown,
        >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' => Unknown,
        _ => c,
    };
}
