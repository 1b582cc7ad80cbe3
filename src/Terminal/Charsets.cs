namespace Orchtui.Terminal;

/// <summary>
/// The character sets of the VT line as tables: a national set differs from ASCII in a few places, the others are whole. A table is a
/// string of the 96 characters for 0x20 to 0x7f, made when its set is first used.
/// </summary>
internal static class Charsets
{
    private const int First = 0x20;
    private const int Size = 96;

    /// <summary>Shown where a set has no character.</summary>
    private const char Undefined = '\ufffd';

    private const string LineDrawing = "\u00a0\u25c6\u2592\u2409\u240c\u240d\u240a\u00b0\u00b1\u2424\u240b\u2518\u2510\u250c\u2514\u253c"
        + "\u23ba\u23bb\u2500\u23bc\u23bd\u251c\u2524\u2534\u252c\u2502\u2264\u2265\u03c0\u2260\u00a3\u00b7";

    private const string Technical = " ⎷┌─⌠⌡│⎡⎣⎤⎦⎛⎝⎞⎠⎨⎬⎲⎳╲╱�������≤≠≥∫"
        + "∴∝∞÷Δ∇ΦΓ∼≃Θ×Λ⇔⇒≡ΠΨ�Σ��√ΩΞΥ⊂⊃∩∪∧∨¬αβχδεφγηιθκλ�ν∂πψρστ�ƒωξυζ←↑→↓";

    /// <summary>ISO 8859-7 from 0xa0 to 0xb4, where it leaves the order of Unicode.</summary>
    private const string GreekBegin = "\u00a0‘’£€₯¦§¨©ͺ«¬\u00ad�―°±²³΄";

    private static readonly string?[] Tables = new string?[(int)Charset.PreferredSupplemental + 1];

    /// <summary>A set of 94 characters by its designator: the final byte, and the intermediate that may stand in front of it.</summary>
    public static Charset? FromDesignator(byte intermediate, byte final) => ((char)intermediate, (char)final) switch
    {
        // The alternate ROMs of a VT100 were empty sockets; nothing can be there, so their names stand for ASCII as in xterm.
        ('\0', 'B' or '1' or '2') => Charset.Ascii,
        ('\0', '0') => Charset.LineDrawing,
        ('\0', 'A') => Charset.British,
        ('\0', '4') => Charset.Dutch,
        ('\0', 'C' or '5') => Charset.Finnish,
        ('\0', 'R' or 'f') => Charset.French,
        ('\0', 'Q' or '9') => Charset.FrenchCanadian,
        ('\0', 'K') => Charset.German,
        ('\0', 'Y') => Charset.Italian,
        ('\0', 'E' or '6' or '`') => Charset.Norwegian,
        ('\0', 'Z') => Charset.Spanish,
        ('\0', 'H' or '7') => Charset.Swedish,
        ('\0', '=') => Charset.Swiss,
        ('\0', '>') => Charset.Technical,
        ('\0', '<') => Charset.PreferredSupplemental,
        ('%', '5') => Charset.Supplemental,
        ('%', '6') => Charset.Portuguese,
        ('%', '2') => Charset.Turkish,
        ('%', '=') => Charset.Hebrew,
        ('"', '>') => Charset.Greek,
        ('&', '5') => Charset.Russian,
        _ => null,
    };

    /// <summary>A set of 96 characters by its designator.</summary>
    public static Charset? FromWideDesignator(byte final) => (char)final switch
    {
        'A' => Charset.Latin1,
        'L' => Charset.LatinCyrillic,
        'F' => Charset.LatinGreek,
        'H' => Charset.LatinHebrew,
        'M' => Charset.Latin5,
        _ => null,
    };

    /// <summary>The name by which <see cref="FromDesignator"/> or <see cref="FromWideDesignator"/> knows a set.</summary>
    public static string Designator(Charset set) => set switch
    {
        Charset.British => "A",
        Charset.LineDrawing => "0",
        Charset.Dutch => "4",
        Charset.Finnish => "C",
        Charset.French => "R",
        Charset.FrenchCanadian => "Q",
        Charset.German => "K",
        Charset.Greek => "\">",
        Charset.Hebrew => "%=",
        Charset.Italian => "Y",
        Charset.Norwegian => "E",
        Charset.Portuguese => "%6",
        Charset.Russian => "&5",
        Charset.Spanish => "Z",
        Charset.Swedish => "H",
        Charset.Swiss => "=",
        Charset.Turkish => "%2",
        Charset.Technical => ">",
        Charset.Supplemental => "%5",
        Charset.PreferredSupplemental => "<",
        Charset.Latin1 => "A",
        Charset.LatinCyrillic => "L",
        Charset.LatinGreek => "F",
        Charset.LatinHebrew => "H",
        Charset.Latin5 => "M",
        _ => "B",
    };

    /// <summary>Whether a set has 96 characters, and so one at 0x7f.</summary>
    public static bool IsWide(Charset set) => set is >= Charset.Latin1 and <= Charset.Latin5;

    /// <summary>The code point for a byte from 0x20 to 0x7f.</summary>
    public static uint Translate(Charset set, byte character)
    {
        if (set == Charset.Ascii) return character;
        var table = Tables[(int)set] ??= Build(set);
        return table[character - First];
    }

    private static string Build(Charset set) => set switch
    {
        Charset.British => National("#£"),
        Charset.LineDrawing => Ascii[..0x3f] + LineDrawing + "\u007f",
        Charset.Dutch => National("#£@¾[ĳ\\½]|{¨|ƒ}¼~´"),
        Charset.Finnish => National("[Ä\\Ö]Å^Ü`é{ä|ö}å~ü"),
        Charset.French => National("#£@à[°\\ç]§{é|ù}è~¨"),
        Charset.FrenchCanadian => National("@à[â\\ç]ê^î`ô{é|ù}è~û"),
        Charset.German => National("@§[Ä\\Ö]Ü{ä|ö}ü~ß"),
        Charset.Greek => Ascii[..0x41] + "ΑΒΓΔΕΖΗΘΙΚΛΜΝΧΟΠΡΣΤΥΦΞΨΩ��" + Ascii[0x5b..],
        Charset.Hebrew => Ascii[..0x40] + Run('א', 27) + Ascii[0x5b..],
        Charset.Italian => National("#£@§[°\\ç]é`ù{à|ò}è~ì"),
        Charset.Norwegian => National("@Ä[Æ\\Ø]Å^Ü`ä{æ|ø}å~ü"),
        Charset.Portuguese => National("[Ã\\Ç]Õ{ã|ç}õ"),
        Charset.Russian => Ascii[..0x40] + "ЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧ\u007f",
        Charset.Spanish => National("#£@§[¡\\Ñ]¿{°|ñ}ç"),
        Charset.Swedish => National("@É[Ä\\Ö]Å^Ü`é{ä|ö}å~ü"),
        Charset.Swiss => National("#ù@à[é\\ç]ê^î_è`ô{ä|ö}ü~û"),
        Charset.Turkish => National("!ı&ğ@İ[Ş\\Ö]Ç^Ü`Ğ{ş|ö}ç~ü"),
        Charset.Technical => Technical + "\u007f",
        Charset.Supplemental or Charset.PreferredSupplemental => Replaced(Latin, SupplementalChanges),
        Charset.LatinCyrillic => Replaced(Run('\u0400', Size), "\u0400\u00a0\u040d\u00ad\u0450№\u045d§"),
        Charset.LatinGreek => GreekBegin + Replaced(Run('΅', Size - GreekBegin.Length), "\u0387·\u038b»\u038d½\u03a2\ufffd\u03cf\ufffd"),
        Charset.LatinHebrew => Replaced(Latin[..0x20], "ª×º÷¡\ufffd") + new string(Undefined, 31) + '‗' + Run('א', 27) + new string(Undefined, 5),
        Charset.Latin5 => Replaced(Latin, "ÐĞÝİÞŞðğýıþş"),
        _ => Latin,
    };

    private const string SupplementalChanges =
        "\u00a4\ufffd\u00a6\ufffd\u00a8\u00a4\u00ac\ufffd\u00ad\ufffd\u00ae\ufffd\u00af\ufffd\u00b4\ufffd\u00b8\ufffd\u00be\ufffd"
        + "Ð\ufffd×ŒÝŸÞ\ufffdð\ufffd÷œýÿþ\ufffdÿ\ufffd";

    private static string Ascii => Run(' ', Size);

    private static string Latin => Run('\u00a0', Size);

    private static string National(string changes) => Replaced(Ascii, changes);

    /// <summary>The table with the first of each pair of characters replaced by the second.</summary>
    private static string Replaced(string table, string pairs)
    {
        var characters = table.ToCharArray();
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            var place = table.IndexOf(pairs[i]);
            if (place >= 0) characters[place] = pairs[i + 1];
        }

        return new string(characters);
    }

    private static string Run(char first, int count) => string.Create(count, first, (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = (char)(from + i);
    });
}
