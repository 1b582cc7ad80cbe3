using System.Globalization;
using System.Text;

namespace Orchtui.Terminal.Tests.Performance;

/// <summary>Lines of 80 columns such as panes hold, the same ones at every run.</summary>
internal static class SampleLines
{
    private static readonly string[] Words =
        ["request", "served", "worker", "timeout", "GET", "cache", "retry", "build", "error", "module", "src/app", "index"];

    private static readonly string[] Foreign = ["größe", "naïve", "日本語", "данные", "→", "✓", "e\u0301", "👩‍💻", "├─", "░▒▓"];

    /// <summary>A kind of line by its name.</summary>
    public static byte[] Line(string kind, int number) => Encoding.UTF8.GetBytes(Text(kind, number, new Random(number)));

    private static string Text(string kind, int number, Random random) => kind switch
    {
        "plain" => Fill(80, random, (_, word) => word),
        "colour per word" => Fill(80, random, (r, word) => $"\e[{31 + r.Next(7)}m{word}\e[0m"),
        "coloured log" => Log(number, random),
        "unicode" => Fill(80, random, (r, word) => r.Next(3) == 0 ? $"\e[38;5;{r.Next(256)}m{Foreign[r.Next(Foreign.Length)]}\e[m" : word),
        "true colour per word" => Fill(80, random, (r, word) => $"\e[38;2;{r.Next(256)};{r.Next(256)};{r.Next(256)}m{word}\e[m"),
        "true colours in every cell" => string.Concat(Enumerable.Range(0, 80).Select(column =>
            $"\e[38;2;{random.Next(256)};{random.Next(256)};{column};48;2;{random.Next(256)};7;{column}m{(char)('!' + column)}")) + "\e[m",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of line."),
    };

    private static string Log(int number, Random random)
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(number * 37L);
        var stamp = time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var file = $"file:///src/module{number % 200}/index.cs";
        var rest = Fill(40, random, (_, word) => word);
        return $"\e[2m{stamp}\e[0m \e[1;38;5;{33 + number % 5}mINFO\e[0m \e]8;;{file}\e\\\e[4mindex.cs:{number % 1000}\e[24m\e]8;;\e\\ "
            + $"\e[38;2;{number % 200};180;90m{rest}\e[0m";
    }

    /// <summary>Words up to about as many columns.</summary>
    private static string Fill(int columns, Random random, Func<Random, string, string> dress)
    {
        var text = new StringBuilder();
        for (var used = 0; used < columns - 8;)
        {
            var word = Words[random.Next(Words.Length)];
            text.Append(dress(random, word)).Append(' ');
            used += word.Length + 1;
        }

        return text.ToString();
    }
}
