using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Orchtui.Host.AgentRun;

/// <summary>Sends a signal to one process by way of the shell's own <c>kill</c>: it happens once in a run.</summary>
internal static class ProcessSignal
{
    public static async Task SendAsync(int processId, PosixSignal signal)
    {
        var name = signal switch
        {
            PosixSignal.SIGHUP => "HUP",
            PosixSignal.SIGINT => "INT",
            _ => "TERM",
        };
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "kill -s \"$1\" \"$2\"", "sh", name, processId.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var kill = Process.Start(start)!;
        await kill.WaitForExitAsync().ConfigureAwait(false);
    }
}
