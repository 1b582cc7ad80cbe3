using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>epoll. struct epoll_event is packed on x86-64 alone, so events are laid out by hand.</summary>
internal sealed unsafe class EpollBackend : IPollBackend
{
    private const int CloseOnExec = 0x80000;
    private const int OperationAdd = 1, OperationDelete = 2, OperationModify = 3;
    private const uint In = 0x1, Out = 0x4, Error = 0x8, HangUp = 0x10;
    private const int Batch = 256;

    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;

    private readonly FileDescriptor _epoll = FileDescriptor.Own(Libc.epoll_create1(CloseOnExec), "epoll_create1");

    public void Add(SafeHandle handle, long token, PollEvents events) => Control(OperationAdd, handle, token, events);

    public void Modify(SafeHandle handle, long token, PollEvents events) => Control(OperationModify, handle, token, events);

    public void Remove(SafeHandle handle) => Control(OperationDelete, handle, 0, PollEvents.None);

    public int Wait(Span<PollEvent> events, int timeoutMilliseconds)
    {
        var maximum = Math.Min(events.Length, Batch);
        var buffer = stackalloc byte[Batch * 16];
        var count = Libc.epoll_wait(_epoll, buffer, maximum, timeoutMilliseconds);
        for (var i = 0; i < count; i++)
        {
            var native = Unsafe.ReadUnaligned<uint>(buffer + i * EventSize);
            var token = Unsafe.ReadUnaligned<long>(buffer + i * EventSize + DataOffset);
            events[i] = new PollEvent(token, FromNative(native));
        }

        return count;
    }

    public void Dispose() => _epoll.Dispose();

    private void Control(int operation, SafeHandle handle, long token, PollEvents events)
    {
        var change = stackalloc byte[16];
        var native = (events.HasFlag(PollEvents.Readable) ? In : 0) | (events.HasFlag(PollEvents.Writable) ? Out : 0);
        Unsafe.WriteUnaligned(change, native);
        Unsafe.WriteUnaligned(change + DataOffset, token);
        if (Libc.epoll_ctl(_epoll, operation, handle, change) != 0) throw new NativeCallException(NativeError.Last("epoll_ctl"));
    }

    private static PollEvents FromNative(uint native) =>
        ((native & In) != 0 ? PollEvents.Readable : 0)
        | ((native & Out) != 0 ? PollEvents.Writable : 0)
        | ((native & (HangUp | Error)) != 0 ? PollEvents.HungUp : 0);
}
