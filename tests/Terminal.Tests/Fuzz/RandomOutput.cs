using System.Text;

namespace Orchtui.Terminal.Tests.Fuzz;

/// <summary>An endless stream of text, sequences and noise, cut at any byte.</summary>
internal sealed class RandomOutput(Random random)
{
    private static readonly string[] Texts =
    [
        "text ", "日本", "日", "e\u0301", "👩‍💻", "❤\ufe0f", "🇨🇭", "👍🏽", "\u200d", "한국", "0\ufe0f\u20e3",
        "plain text that is a bit longer, ", "\r\n", "\r\n",
    ];

    private static readonly string[] Pieces =
    [
        "\e[", "\e]", "\eP", "\e_", "\e\\", "\a", "\n", "\r", "\b", "\t", "\x0e", "\x0f", "\x18", "\x1a",
        "\e[?1049h", "\e[?1049l", "\e[?47h", "\e[?47l", "\e[?69h", "\e[?69l", "\e[?6h", "\e[?6l", "\e[4h", "\e[4l", "\e[?7l", "\e[?7h",
        "\e[?45h",
        "\e[?45l", "\e[?2026h", "\e[?2026l", "\e[?2027h", "\e(0", "\e(B", "\e7", "\e8", "\e[!p", "\eM", "\eD", "\eE", "\e6", "\e9", "\eH",
        "\e]8;;http://x/y\e\\", "\e]8;;\e\\", "\e]2;a title that is set\a", "\e[22t", "\e[23t", "\e[>1u", "\e[<u", "\e[58;5;9m",
        "\e[59m", "\e[4:3m",
        "\e[38;2;1;2;3m", "\e[48;5;17m", "\e[0m", "\e[1;3;7m", "\e[1\"q", "\e[0\"q", "\eV", "\eW", "\eN", "\eO", "\e[2*x",
        "\e]7501;state=working:app=x\e\\", "\e]9;4;1;50\a", "\e[c", "\e[6n", "\e[20h", "\e[20l", "\e]11;?\a", "\eP$qm\e\\",
        "\e]4;1;#123456;1;?\a", "\e]5;0;CIELab:50/3/-4;1;?\a", "\e]105\a", "\e[>0;1t", "\e[>0;1T", "\e[20t\e[21t", "\e[62;1\"p", "\e[64;0\"p",
        "\e%@", "\e%G", "\e%G", "\e%G", "\e-L", "\e.F", "\e~", "\e(%2", "\e)\">", "\e G", "\e F", "\e[?2l", "\e<", "\e<", "\eY", "\e[?41h", "\e[?41l",
        "\e[?1048h", "\e[?1048l", "\e[?7;1049s", "\e[?7;1049r", "\e[23#y", "\e[#y", "\e[2*x", "\e[?40h\e[?3h", "\e[#{", "\e[#}", "\e[1$w\e[2$w", "\eP2$t3/9/2048\e\\", "\u009b", "\u0085",
    ];

    private static readonly string[] LongFinals = ["$v", "$x", "$z", "${", "$r", "$t", "'}", "'~", " @", " A", "*y", "#y", "\"p", " q"];

    private const string Finals = "ABCDEFGHIJKLMPSTXZ@`abcdefghilmnrstu^";

    private readonly List<byte> _stream = [];

    public byte[] Next()
    {
        var length = random.Next(1, 150);
        while (_stream.Count < length) Add();
        var piece = _stream[..length].ToArray();
        _stream.RemoveRange(0, length);
        return piece;
    }

    private void Add()
    {
        switch (random.Next(12))
        {
            case 0:
                var noise = new byte[random.Next(1, 4)];
                random.NextBytes(noise);
                _stream.AddRange(noise);
                break;
            case 1 or 2:
                Add(random.Next(100) == 0 ? "\ec" : random.Next(100) == 0 ? "\e#8" : Pieces[random.Next(Pieces.Length)]);
                break;
            case 3 or 4 or 5:
                var parameters = string.Join(';', Enumerable.Range(0,
                    random.Next(random.Next(10))).Select(_ => random.Next(5) == 0 ? "" : $"{random.Next(25)}"));
                Add($"\e[{parameters}{(random.Next(4) == 0 ? LongFinals[random.Next(LongFinals.Length)] : Finals[random.Next(Finals.Length)])}");
                break;
            default:
                Add(Texts[random.Next(Texts.Length)]);
                break;
        }
    }

    private void Add(string text) => _stream.AddRange(Encoding.UTF8.GetBytes(text));
}
