using System.Runtime.InteropServices;
using Orchtui.Pty;

namespace Orchtui.SideBySide.PanePrograms;

/// <summary>What the programs that run inside panes share: how they are started, and plain reads and writes on a raw terminal.</summary>
internal static class PaneProgram
{
    /// <summary>
    /// The command that runs one of them. It names the runtime's own launcher by path: a pane may have no DOTNET_ROOT, by which the
    /// program's executable would find it.
    /// </summary>
    public static IReadOnlyList<string> Command(params IEnumerable<string> arguments)
    {
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        var launcher = Path.Combine(runtime.Parent!.Parent!.Parent!.FullName, "dotnet");
        return [launcher, typeof(PaneProgram).Assembly.Location, .. arguments];
    }

    /// <summary>The terminal that the program runs in, in raw mode; null where standard input is none.</summary>
    public static RawTerminal? OpenRaw() =>
        RawTerminal.TryOpen(RawTerminal.StandardInput, out _) is { } terminal && terminal.EnterRaw() ? terminal : null;

    /// <summary>Writes all of it; false once the terminal is gone.</summary>
    public static bool Write(ReadOnlySpan<byte> bytes)
    {
        const int Piece = 1 << 20;
        while (!bytes.IsEmpty)
        {
            var written = RawTerminal.StandardOutput.Write(bytes[..Math.Min(bytes.Length, Piece)]);
            if (written.Outcome != IoOutcome.Transferred) return false;
            bytes = bytes[written.Count..];
        }

        return true;
    }
}
