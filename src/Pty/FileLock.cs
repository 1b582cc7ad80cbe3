using System.Globalization;
using System.Text;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>Acquired, or held by another process (0 when it has not written its pid yet), or an error.</summary>
public readonly record struct FileLockResult(FileLock? Lock, int HolderPid, NativeError Error)
{
    public bool IsHeldElsewhere => Lock is null && Error.Number == 0;
}

/// <summary>
/// An exclusive lock on a file (flock), held until disposed or until the process dies, however it dies. The file holds the owner's pid
/// for people and is never removed: removing it would let two processes hold two files of one name.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int Exclusive = 2, WithoutWaiting = 4, Unlock = 8;
    private const uint OwnerOnly = 0x180;

    private readonly FileDescriptor _file;

    private FileLock(FileDescriptor file) => _file = file;

    /// <summary>
    /// False once the file has been removed or replaced: then another process may hold a lock of the same name, and what the lock
    /// protects is no longer this one's.
    /// </summary>
    public bool IsInPlace
    {
        get
        {
            var target = new FileInfo($"/proc/self/fd/{_file.Number}").LinkTarget;
            return target is null || !target.EndsWith(" (deleted)", StringComparison.Ordinal);
        }
    }

    public static FileLockResult TryAcquire(string path)
    {
        var number = Libc.open(path, Platform.ReadWrite | Platform.Create | Platform.CloseOnExec, OwnerOnly);
        if (number < 0) return new FileLockResult(null, 0, NativeError.Last($"open {path}"));
        var file = new FileDescriptor(number);
        if (Libc.flock(file, Exclusive | WithoutWaiting) == 0)
        {
            WritePid(file);
            return new FileLockResult(new FileLock(file), Self.ProcessId, default);
        }

        var error = NativeError.Last($"flock {path}");
        var holder = ReadPid(file);
        file.Dispose();
        return new FileLockResult(null, holder, error.Number == Errno.EAGAIN ? default : error);
    }

    /// <summary>True while some process, this one included, holds the lock. The answer may be outdated at once.</summary>
    public static bool IsHeld(string path)
    {
        var number = Libc.open(path, Platform.ReadWrite | Platform.CloseOnExec, 0);
        if (number < 0) return false;
        using var file = new FileDescriptor(number);
        return Libc.flock(file, Exclusive | WithoutWaiting) != 0;
    }

    /// <summary>Unlocks in so many words: a child caught between fork and exec may hold a copy of the descriptor for a moment.</summary>
    public void Dispose()
    {
        if (!_file.IsClosed) _ = Libc.flock(_file, Unlock);
        _file.Dispose();
    }

    private static void WritePid(FileDescriptor file)
    {
        _ = Libc.ftruncate(file, 0);
        FileDescriptor.Write(file, Encoding.ASCII.GetBytes(Self.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
    }

    private static int ReadPid(FileDescriptor file)
    {
        Span<byte> buffer = stackalloc byte[16];
        var count = FileDescriptor.Read(file, buffer).Count;
        return int.TryParse(Encoding.ASCII.GetString(buffer[..count]).Trim(), CultureInfo.InvariantCulture, out var pid) ? pid : 0;
    }
}
