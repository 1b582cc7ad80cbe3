using System.Runtime.InteropServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>poll(2), for systems without epoll: each wait costs time in proportion to the number of descriptors.</summary>
internal sealed unsafe class PollBackend : IPollBackend
{
    private const short In = 0x1, Out = 0x4, Error = 0x8, HangUp = 0x10, Invalid = 0x20;

    private readonly Dictionary<nint, Entry> _entries = [];
    private Libc.PollFd[] _fds = [];
    private long[] _tokens = [];
    private bool _changed;
    private int _start;

    public void Add(SafeHandle handle, long token, PollEvents events)
    {
        if (!_entries.TryAdd(handle.DangerousGetHandle(), new Entry(token, events)))
            throw new InvalidOperationException("The descriptor is in the poller already.");
        _changed = true;
    }

    public void Modify(SafeHandle handle, long token, PollEvents events)
    {
        _entries[handle.DangerousGetHandle()] = new Entry(token, events);
        _changed = true;
    }

    public void Remove(SafeHandle handle)
    {
        _entries.Remove(handle.DangerousGetHandle());
        _changed = true;
    }

    public int Wait(Span<PollEvent> events, int timeoutMilliseconds)
    {
        if (_changed) Rebuild();
        fixed (Libc.PollFd* fds = _fds)
            if (Libc.poll(fds, (nuint)_fds.Length, timeoutMilliseconds) is <= 0 and var none) return none;
        return Collect(events);
    }

    public void Dispose() => _entries.Clear();

    /// <summary>Begins where the last collection ended, so that a small buffer starves no descriptor.</summary>
    private int Collect(Span<PollEvent> events)
    {
        var count = 0;
        var first = _start;
        for (var i = 0; i < _fds.Length && count < events.Length; i++)
        {
            var index = (first + i) % _fds.Length;
            if (_fds[index].Returned == 0) continue;
            events[count++] = new PollEvent(_tokens[index], FromNative(_fds[index].Returned));
            _start = index + 1;
        }

        return count;
    }

    private void Rebuild()
    {
        _fds = [.. _entries.Select(pair => new Libc.PollFd { Fd = (int)pair.Key, Events = ToNative(pair.Value.Events) })];
        _tokens = [.. _entries.Values.Select(entry => entry.Token)];
        _changed = false;
    }

    private static short ToNative(PollEvents events) =>
        (short)((events.HasFlag(PollEvents.Readable) ? In : 0) | (events.HasFlag(PollEvents.Writable) ? Out : 0));

    private static PollEvents FromNative(short native) =>
        ((native & In) != 0 ? PollEvents.Readable : 0)
        | ((native & Out) != 0 ? PollEvents.Writable : 0)
        | ((native & (HangUp | Error | Invalid)) != 0 ? PollEvents.HungUp : 0);

    private readonly record struct Entry(long Token, PollEvents Events);
}
