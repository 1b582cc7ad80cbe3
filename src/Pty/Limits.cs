using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>Process-wide limits and roles that children inherit or depend on.</summary>
public static unsafe class Limits
{
    /// <summary>What programs expect to start with. The runtime raises its own soft limit, and select() breaks beyond 1024.</summary>
    public const ulong UsualOpenFiles = 1024;

    private const int SetChildSubreaper = 36;

    /// <summary>How many files this process may have open.</summary>
    public static ulong OpenFiles
    {
        get
        {
            Libc.ResourceLimit limit;
            return Libc.getrlimit(Platform.OpenFilesLimit, &limit) == 0 ? limit.Soft : UsualOpenFiles;
        }
    }

    /// <summary>Lowers the soft limit of open files of this process, and so of its children, to the usual value.</summary>
    public static bool RestoreFileLimit()
    {
        Libc.ResourceLimit limit;
        if (Libc.getrlimit(Platform.OpenFilesLimit, &limit) != 0) return false;
        limit.Soft = Math.Min(UsualOpenFiles, limit.Hard);
        return Libc.setrlimit(Platform.OpenFilesLimit, &limit) == 0;
    }

    /// <summary>Orphaned descendants become children of this process, so that it can reap them. Linux only.</summary>
    public static bool BecomeSubreaper() => !Platform.IsMacOs && Libc.prctl(SetChildSubreaper, 1, 0, 0, 0) == 0;

    /// <summary>Lowers the soft limit until disposed; descriptors that are already open stay open.</summary>
    internal static IDisposable? TemporaryFileLimit(ulong soft)
    {
        Libc.ResourceLimit before;
        if (Libc.getrlimit(Platform.OpenFilesLimit, &before) != 0) return null;
        var lowered = before with { Soft = Math.Min(soft, before.Hard) };
        return Libc.setrlimit(Platform.OpenFilesLimit, &lowered) == 0 ? new Restoration(before) : null;
    }

    private sealed class Restoration(Libc.ResourceLimit before) : IDisposable
    {
        public void Dispose()
        {
            var limit = before;
            _ = Libc.setrlimit(Platform.OpenFilesLimit, &limit);
        }
    }
}
