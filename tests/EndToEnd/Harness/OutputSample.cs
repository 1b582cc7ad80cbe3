using System.Text;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// Output such as programs make, the same for the same seed: text, colours, cursor moves, margins, wide and combined characters,
/// erasing, the alternate screen. Nothing in it asks the terminal for an answer.
/// </summary>
internal static class OutputSample
{
    public static byte[] Bytes(int seed, int length)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < length) text.Append(Piece(random));
        var bytes = Encoding.UTF8.GetBytes(text.ToString());

        // It ends outside of everything, with a mark that a person would find.
        return [.. bytes.AsSpan(0, length - 64), .. "\x18\e[?1049l\e[r\e[0m\e[999;1H\r\nthe end\r\n"u8];
    }

    private static string Piece(Random random) => random.Next(16) switch
    {
        0 => $"\e[{random.Next(30, 38)};{random.Next(40, 48)}m",
        1 => $"\e[38;5;{random.Next(256)};1m",
        2 => $"\e[38;2;{random.Next(256)};{random.Next(256)};{random.Next(256)};4m",
        3 => "\e[0m",
        4 => $"\e[{random.Next(1, 31)};{random.Next(1, 91)}H",
        5 => random.Next(2) == 0 ? "\e[K" : "\e[1P",
        6 => "漢字かな",
        7 => "e\u0301 🙂 ",
        8 => random.Next(8) == 0 ? "\e[?1049h\e[2Jaside\e[?1049l" : "\t",
        9 => random.Next(8) == 0 ? $"\e[{random.Next(1, 10)};{random.Next(12, 31)}r\n\n\n\e[r" : "\e[L",
        _ => $"line {random.Next(100_000)} of what a program says\r\n",
    };
}
