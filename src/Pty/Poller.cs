using System.Runtime.InteropServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

[Flags]
public enum PollEvents
{
    None = 0,
    Readable = 1,
    Writable = 2,

    /// <summary>
    /// Reported without being asked for. With <see cref="Readable"/> there is data left; alone, one more read says how it ended.
    /// </summary>
    HungUp = 4,
}

/// <summary>A descriptor that is ready, named by the token it was added with.</summary>
public readonly record struct PollEvent(long Token, PollEvents Events);

/// <summary>
/// Waits for many descriptors at once, level-triggered: epoll on Linux, where idle descriptors cost nothing, poll elsewhere. Belongs to
/// one thread; wake it from another with a <see cref="WakeHandle"/>. Remove a descriptor before disposing of it: as long as another
/// process holds a duplicate, closing it here would not take it out of the set.
/// </summary>
public sealed class Poller : IDisposable
{
    private readonly IPollBackend _backend;

    public Poller() : this(Platform.IsMacOs ? new PollBackend() : new EpollBackend()) { }

    internal Poller(IPollBackend backend) => _backend = backend;

    public void Add(SafeHandle handle, long token, PollEvents events) => _backend.Add(handle, token, events);

    public void Modify(SafeHandle handle, long token, PollEvents events) => _backend.Modify(handle, token, events);

    public void Remove(SafeHandle handle) => _backend.Remove(handle);

    /// <summary>
    /// The number of events written, 0 after the time-out (-1 waits for ever). An interrupted wait goes on for what is left.
    /// </summary>
    public int Wait(Span<PollEvent> events, int timeoutMilliseconds)
    {
        var deadline = Environment.TickCount64 + timeoutMilliseconds;
        while (true)
        {
            var count = _backend.Wait(events, timeoutMilliseconds);
            if (count >= 0) return count;
            var error = NativeError.Last("poll");
            if (error.Number != Errno.EINTR) throw new NativeCallException(error);
            if (timeoutMilliseconds > 0) timeoutMilliseconds = (int)Math.Max(0, deadline - Environment.TickCount64);
        }
    }

    public void Dispose() => _backend.Dispose();
}
