using System.Runtime.InteropServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>
/// The scheduler's time slice of the calling thread. A thread that answers keys works in short bursts: with a short slice it is let in
/// as soon as it wakes, where it would else wait until a program that computes has used up its own slice of some milliseconds. It
/// gets no larger share of the processor by it, and needs no right for it. Linux 6.12 and later; elsewhere nothing changes.
/// </summary>
public static unsafe class TimeSlice
{
    private const ulong ResetOnFork = 1;

    /// <summary>Call numbers of sched_setattr and sched_getattr.</summary>
    private static readonly (nint Set, nint Get)? Calls = !OperatingSystem.IsLinux() ? null : RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (314, 315),
        Architecture.Arm64 => (274, 275),
        _ => null,
    };

    /// <summary>The slice of the calling thread; zero where the system does not tell it.</summary>
    public static TimeSpan Current => TryRead(out var attributes) ? TimeSpan.FromMicroseconds(attributes.Runtime / 1000d) : TimeSpan.Zero;

    /// <summary>
    /// Asks for a slice for the calling thread alone: threads and processes that it starts begin with the usual one.
    /// The kernel takes 0.1 to 100 ms. Returns whether it granted that; where it did not, everything works as before.
    /// </summary>
    public static bool TrySet(TimeSpan slice)
    {
        if (!TryRead(out var attributes)) return false;
        attributes.Runtime = (ulong)slice.TotalNanoseconds;
        attributes.Flags = ResetOnFork;
        return Libc.syscall(Calls!.Value.Set, 0, &attributes, 0, 0) == 0 && Current == slice;
    }

    private static bool TryRead(out Libc.SchedulingAttributes attributes)
    {
        var read = default(Libc.SchedulingAttributes);
        var done = Calls is { } calls && Libc.syscall(calls.Get, 0, &read, sizeof(Libc.SchedulingAttributes), 0) == 0;
        attributes = read;
        return done;
    }
}
