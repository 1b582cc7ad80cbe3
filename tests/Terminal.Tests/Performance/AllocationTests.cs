using System.Text;

namespace Orchtui.Terminal.Tests.Performance;

/// <summary>Output must not feed the garbage collector: with many panes its pauses would be keystrokes' delays.</summary>
public sealed class AllocationTests
{
    private static readonly string[] Words = ["alpha", "beta", "gamma", "delta", "epsilon"];

    [Theory]
    [InlineData("plain")]
    [InlineData("colour")]
    [InlineData("unicode")]
    [InlineData("redraw")]
    public void Output_allocates_nothing_in_the_steady_state(string kind)
    {
        using var emulator = new Emulator(new CellSize(80, 24), new EmulatorOptions { ScrollbackLines = 2000 });
        var output = Encoding.UTF8.GetBytes(Payload(kind));
        for (var i = 0; i < 20; i++) Write(emulator, output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) Write(emulator, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Write(Emulator emulator, byte[] output)
    {
        for (var at = 0; at < output.Length; at += 1000) emulator.Write(output.AsSpan(at, Math.Min(1000, output.Length - at)));
    }

    private static string Payload(string kind)
    {
        var random = new Random(3);
        var text = new StringBuilder();
        for (var line = 0; line < 500; line++)
        {
            for (var i = 0; i < 8; i++)
            {
                var word = Words[random.Next(Words.Length)];
                text.Append(kind switch
                {
                    "plain" => word + " ",
                    "colour" => $"\e[{31 + random.Next(7)}m{word}\e[0m ",
                    "unicode" => $"{word} 日本語 e\u0301 👩‍💻 ",
                    _ => $"\e[?2026h\e[{1 + random.Next(24)};{1 + random.Next(80)}H\e[38;2;1;2;{i}m{word}\e[K\e[?2026l",
                });
            }

            if (kind != "redraw") text.Append("\r\n");
        }

        return text.ToString();
    }
}
