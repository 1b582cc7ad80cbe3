using System.Text;

namespace Orchtui.SideBySide.Payloads;

/// <summary>
/// What programs in panes print, some megabytes of each kind, the same for the same seed: build logs, coloured logs, whole screens of true
/// colour, text of many scripts, a scroll region above a footer, and frames drawn over themselves as agents do.
/// </summary>
internal sealed class PayloadSource
{
    public const int DefaultSeed = 7;

    private const string Wide = "日本語中文字符한국어テスト";
    private const string Combining = "e\u0301a\u0308o\u0302n\u0303";
    private static readonly string[] Emoji = ["😀", "🚀", "👩‍💻", "❤️", "🇨🇭", "👍🏽"];
    private static readonly int[] Renditions = [0, 1, 2, 31, 32, 33, 34, 36, 90];

    private readonly Random _random;
    private readonly string[] _words;

    private PayloadSource(int seed)
    {
        _random = new Random(seed);
        _words = [.. Enumerable.Range(0, 2000).Select(_ => Repeat(_random.Next(2, 11), () => $"{(char)('a' + _random.Next(26))}"))];
    }

    public static IReadOnlyList<Payload> Make(int seed)
    {
        var source = new PayloadSource(seed);
        return
        [
            Made("log", source.Repeat(40_000, source.LogLine)),
            Made("colour", source.Repeat(25_000, source.ColouredLine)),
            Made("dense", "\e[?1049h" + source.Repeat(24, source.DenseFrame) + "\e[0m\e[?1049l"),
            Made("unicode", source.Repeat(15_000, source.UnicodeLine)),
            Made("region", "\e[?1049h\e[3;44r" + string.Concat(Enumerable.Range(0, 20_000).Select(source.RegionStep)) + "\e[r\e[?1049l"),
            Made("ink", source.Repeat(4000, source.InkFrame)),
        ];
    }

    public static void WriteTo(string folder, int seed)
    {
        Directory.CreateDirectory(folder);
        foreach (var payload in Make(seed)) File.WriteAllBytes(PathOf(folder, payload), payload.Bytes);
    }

    public static string PathOf(string folder, Payload payload) => Path.Combine(folder, $"{payload.Name}.bin");

    private static Payload Made(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    private string LogLine() => Words(_random.Next(4, 15)) + "\r\n";

    private string ColouredLine() => Repeat(_random.Next(3, 10), () => $"\e[{Of(Renditions)}m{Of(_words)}\e[0m ") + "\r\n";

    private string DenseFrame() => string.Concat(Enumerable.Range(1, 48).Select(row => $"\e[{row};1H" + Repeat(64, DenseCells)));

    private string DenseCells() => $"\e[38;2;{Level()};{Level()};{Level()};48;5;{Level()}m{"abcxyz"[_random.Next(6)]}{_random.Next(4)}.";

    private int Level() => _random.Next(256);

    private string UnicodeLine() => Repeat(_random.Next(6, 15), UnicodeWord) + "\r\n";

    private string UnicodeWord() => _random.NextDouble() switch
    {
        < 0.4 => Repeat(_random.Next(1, 7), () => $"{Wide[_random.Next(Wide.Length)]}"),
        < 0.6 => Of(Emoji),
        < 0.75 => Combining,
        _ => Of(_words),
    } + " ";

    private string RegionStep(int step) => $"\e[44;1H\n{Words(2)} {step}\e[46;1H\e[2K\e[32m{new string('#', step % 60)}\e[0m {step}";

    private string InkFrame() => "\e[?2026h\e[?25l" + Repeat(8, () => "\e[2K\e[1A") + "\e[G"
        + Repeat(8, () => $"\e[38;5;{_random.Next(1, 251)}m│ {Words(2)}\e[39m\r\n") + "\e[?25h\e[?2026l";

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Of(_words)));

    private string Repeat(int count, Func<string> piece) => string.Concat(Enumerable.Range(0, count).Select(_ => piece()));

    private T Of<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
