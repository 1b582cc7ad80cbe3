using System.Runtime.InteropServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// Sends signals. Numbers up to 1 are refused, as kill(2) reads them as "my own group", "everyone" or init. A pid may be reused once its
/// process has been reaped: whoever signals must know that it has not been.
/// </summary>
public static class ProcessSignals
{
    public static bool Send(int pid, Signal signal) => pid > 1 && Libc.kill(pid, (int)signal) == 0;

    public static bool SendGroup(int processGroup, Signal signal) => processGroup > 1 && Libc.kill(-processGroup, (int)signal) == 0;

    /// <summary>True while the process exists, be it a zombie or another user's.</summary>
    public static bool Exists(int pid) => pid > 0 && (Libc.kill(pid, 0) == 0 || Marshal.GetLastPInvokeError() == Errno.EPERM);

    /// <summary>True while any process of the group exists.</summary>
    public static bool GroupExists(int processGroup) =>
        processGroup > 1 && (Libc.kill(-processGroup, 0) == 0 || Marshal.GetLastPInvokeError() == Errno.EPERM);
}
