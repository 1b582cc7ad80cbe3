using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// The processes of a session: a pane's leader and every job it started, whatever its process group, unless it began a session of its
/// own. Found in /proc, so only Linux has them.
/// </summary>
public static class SessionProcesses
{
    public static IReadOnlyList<int> Of(int session) => [.. ProcessTable.All().Where(pid => Libc.getsid(pid) == session)];

    /// <summary>
    /// Signals every process of a session, and returns how many were reached. A session's number is not given to another as long as one
    /// of its processes exists.
    /// </summary>
    public static int Send(int session, Signal signal) => Of(session).Count(pid => ProcessSignals.Send(pid, signal));
}
