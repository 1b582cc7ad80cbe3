using System.Text;

namespace Orchtui.ParserBench;

/// <summary>
/// What programs in panes print, made up the same on every run: build logs, coloured logs, whole screens of true colour, text of many
/// scripts, a scroll region above a footer, and frames drawn over themselves as agents do. Recorded output can be measured instead:
/// ORCHTUI_PAYLOADS names a folder of *.bin files.
/// </summary>
internal static class PayloadSource
{
    private const string Wide = "日本語中文字符한국어テスト";
    private static readonly string[] Emoji = ["😀", "🚀", "👩‍💻", "❤️", "🇨🇭", "👍🏽"];

    public static IReadOnlyList<Payload> All { get; } = Environment.GetEnvironmentVariable("ORCHTUI_PAYLOADS") is { Length: > 0 } folder
        ? [.. Directory.EnumerateFiles(folder, "*.bin").Order(StringComparer.Ordinal).Select(Recorded)]
        : [Made("log", 20_000, Log), Made("colour", 12_000, Colour), Made("dense", 24, Dense), Made("unicode", 8_000, Unicode), Made("region", 12_000, Region), Made("ink", 3_000, Ink)];

    private static Payload Recorded(string path) => new(Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path));

    private static Payload Made(string name, int count, Func<Random, int, string> piece)
    {
        const int seed = 7;
        var random = new Random(seed);
        return new Payload(name, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => piece(random, i)))));
    }

    private static string Log(Random random, int line) => Words(random, random.Next(4, 15)) + "\r\n";

    private static string Colour(Random random, int line) =>
        string.Concat(Enumerable.Range(0, random.Next(3, 10)).Select(_ => $"\e[{random.Next(30, 38)}m{Word(random)}\e[0m ")) + "\r\n";

    private static string Dense(Random random, int frame) => string.Concat(Enumerable.Range(1, 48).Select(row =>
        $"\e[{row};1H" + string.Concat(Enumerable.Range(0, 63).Select(_ =>
            $"\e[38;2;{random.Next(256)};{random.Next(256)};{random.Next(256)};48;5;{random.Next(256)}m{Letter(random)}{random.Next(10)}."))));

    private static string Unicode(Random random, int line) => string.Join(' ', Enumerable.Range(0, random.Next(6, 15)).Select(_ => random.Next(4) switch
    {
        0 => string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => Wide[random.Next(Wide.Length)])),
        1 => Emoji[random.Next(Emoji.Length)],
        2 => "e\u0301a\u0308o\u0302",
        _ => Word(random),
    })) + "\r\n";

    private static string Region(Random random, int line) =>
        (line == 0 ? "\e[3;44r" : "") + $"\e[44;1H\n{Words(random, 2)} {line}\e[46;1H\e[2K\e[32m{new string('#', line % 60)}\e[0m {line}";

    private static string Ink(Random random, int frame) => "\e[?2026h\e[?25l" + string.Concat(Enumerable.Repeat("\e[2K\e[1A", 8)) + "\e[G"
        + string.Concat(Enumerable.Range(0, 8).Select(_ => $"\e[38;5;{random.Next(1, 251)}m│ {Words(random, 2)}\e[39m\r\n")) + "\e[?25h\e[?2026l";

    private static string Words(Random random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Word(random)));

    private static string Word(Random random) => string.Create(random.Next(2, 11), random, (span, source) =>
    {
        foreach (ref var letter in span) letter = Letter(source);
    });

    private static char Letter(Random random) => (char)('a' + random.Next(26));
}
