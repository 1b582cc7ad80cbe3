namespace Orchtui.SideBySide.PanePrograms;

/// <summary>Writes back each key as it comes, on a raw terminal, until ctrl-d: the least that a program does for a key.</summary>
internal static class EchoProgram
{
    public const string Verb = "echo";

    private const byte EndOfTransmission = 4;

    public static IReadOnlyList<string> Command(string ready) => PaneProgram.Command(Verb, ready);

    /// <summary>Makes the file named when it is ready for keys.</summary>
    public static int Run(string ready)
    {
        using var terminal = PaneProgram.OpenRaw();
        if (terminal is null) return 1;
        File.WriteAllText(ready, "");
        Span<byte> keys = stackalloc byte[64];
        while (true)
        {
            var read = terminal.Read(keys);
            if (read.HungUp || keys[..read.Count].Contains(EndOfTransmission)) return 0;
            if (!PaneProgram.Write(keys[..read.Count])) return 0;
        }
    }
}
