using System.Globalization;
using System.Text;

namespace Orchtui.Plugins.Codex;

/// <summary>Writes values as the CLI reads them after <c>-c KEY=</c>.</summary>
internal static class Toml
{
    public static string Text(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in value)
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007f' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => quoted.Append(letter),
            };
        return quoted.Append('"').ToString();
    }

    public static string List(IEnumerable<string> values) => $"[{string.Join(',', values.Select(Text))}]";
}
