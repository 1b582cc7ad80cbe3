using System.Globalization;
using System.Text;
using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private void Dcs(in CsiSequence header, ReadOnlySpan<byte> data)
    {
        switch (header.Key)
        {
            case '$' << 8 | 'q': ReplySetting(Encoding.ASCII.GetString(data)); break; // DECRQSS
            case '$' << 8 | 't': RestorePresentation(in header, data); break; // DECRSPS
            case '+' << 8 | 'q': ReplyCapabilities(Encoding.ASCII.GetString(data)); break; // XTGETTCAP
        }
    }

    private void ReplySetting(string setting)
    {
        var value = setting switch
        {
            "m" => Rendition(),
            " q" => $"{(int)(_state.Shape == 0 ? CursorShape.BlinkingBlock : _state.Shape)}",
            "r" => $"{_state.Top + 1};{_state.Bottom + 1}",
            "s" => $"{_state.Left + 1};{_state.Right + 1}",
            "t" => $"{Math.Max(_size.Rows, 24)}",
            "$|" => $"{_size.Columns}",
            "*|" => $"{_size.Rows}",
            // There is no status line, so all output goes to the main display.
            "$}" or "$~" => "0",
            "*x" => _state.RectangularAttributes ? "2" : "0",
            "\"q" => (_cursor.Bits & (uint)CellAttributes.Protected) != 0 && !_state.IsoProtection ? "1" : "0",
            "\"p" => _state.ConformanceLevel == 61 ? "61" : $"{_state.ConformanceLevel};{(_state.EightBitReplies ? 0 : 1)}",
            _ => null,
        };
        ReplyDcs(value is null ? "0$r" : $"1$r{value}{setting}");
    }

    /// <summary>The pen as SGR parameters, with the reset in front as xterm writes it.</summary>
    private string Rendition()
    {
        var pen = Cell.From(_cursor.Pen);
        var parts = new List<string> { "0" };
        ReadOnlySpan<(CellAttributes Attribute, string Parameter)> simple =
        [
            (CellAttributes.Bold, "1"), (CellAttributes.Dim, "2"), (CellAttributes.Italic, "3"), (CellAttributes.Blink, "5"),
            (CellAttributes.Inverse, "7"), (CellAttributes.Hidden, "8"), (CellAttributes.Strikethrough, "9"),
            (CellAttributes.Overline, "53"),
        ];
        foreach (var (attribute, parameter) in simple)
            if (pen.Attributes.HasFlag(attribute)) parts.Add(parameter);
        if (pen.Underline != 0) parts.Add(pen.Underline == UnderlineStyle.Single ? "4" : $"4:{(int)pen.Underline}");
        AddColor(parts, pen.Foreground, 30, 90, "38");
        AddColor(parts, pen.Background, 40, 100, "48");
        AddColor(parts, new Color(_cursor.UnderlineColor), -1, -1, "58");
        return string.Join(';', parts);
    }

    private static void AddColor(List<string> parts, Color color, int low, int bright, string extended)
    {
        if (color.IsRgb) parts.Add($"{extended}:2::{color.R}:{color.G}:{color.B}");
        else if (color.IsIndexed && low > 0 && color.Index < 8) parts.Add($"{low + color.Index}");
        else if (color.IsIndexed && low > 0 && color.Index < 16) parts.Add($"{bright + color.Index - 8}");
        else if (color.IsIndexed) parts.Add($"{extended}:5:{color.Index}");
    }

    private void ReplyCapabilities(string names)
    {
        foreach (var name in names.Split(';'))
        {
            var value = Capability(FromHex(name));
            var text = value is { Length: > 0 } ? $"={ToHex(value)}" : "";
            ReplyDcs($"{(value is null ? 0 : 1)}+r{SafeHex(name)}{text}");
        }
    }

    /// <summary>The terminfo capabilities that programs ask for; an empty one is a true boolean.</summary>
    private string? Capability(string name) => name switch
    {
        "Co" or "colors" => "256",
        "TN" or "name" => _options.Name,
        "RGB" => "8/8/8",
        "Tc" or "Su" or "fullkbd" => "",
        "Ms" => "\e]52;%p1%s;%p2%s\a",
        "Ss" => "\e[%p1%d q",
        "Se" => "\e[ q",
        "Smulx" => "\e[4:%p1%dm",
        "Setulc" => "\e[58:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%d%;m",
        "smcup" => "\e[?1049h",
        "rmcup" => "\e[?1049l",
        _ => null,
    };

    private static string FromHex(string hex)
    {
        var text = new StringBuilder(hex.Length / 2);
        for (var i = 0; i + 1 < hex.Length; i += 2)
        {
            if (!byte.TryParse(hex.AsSpan(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return "";
            text.Append((char)value);
        }

        return text.ToString();
    }

    /// <summary>The name is echoed, so nothing but hexadecimal digits may pass.</summary>
    private static string SafeHex(string text) => string.Concat(text.Where(char.IsAsciiHexDigit));

    private static string ToHex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
