using Orchtui.Pty;

namespace Orchtui.DummyAgent;

/// <summary>Prints its limit of open files before and after restoring the usual one.</summary>
internal static class FileLimit
{
    internal static int Run()
    {
        var before = Limits.OpenFiles;
        Limits.RestoreFileLimit();
        Terminal.Line($"{before} {Limits.OpenFiles}");
        return 0;
    }
}
