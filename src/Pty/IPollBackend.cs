using System.Runtime.InteropServices;

namespace Orchtui.Pty;

/// <summary>The system's way to wait for descriptors; <see cref="Wait"/> returns -1 with errno set when it fails.</summary>
internal interface IPollBackend : IDisposable
{
    void Add(SafeHandle handle, long token, PollEvents events);

    void Modify(SafeHandle handle, long token, PollEvents events);

    void Remove(SafeHandle handle);

    int Wait(Span<PollEvent> events, int timeoutMilliseconds);
}
