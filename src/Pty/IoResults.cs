namespace Orchtui.Pty;

/// <summary>How a read or write ended.</summary>
public enum IoOutcome
{
    Transferred,
    WouldBlock,

    /// <summary>The other side is gone: end of file, hang-up (EIO of a terminal) or a broken connection.</summary>
    HungUp,
}

/// <summary>The outcome of one read. <see cref="Error"/> tells a plain end of file (none) from a hang-up (EIO) or a fault.</summary>
public readonly record struct ReadResult(IoOutcome Outcome, int Count, NativeError Error)
{
    public static readonly ReadResult Blocked = new(IoOutcome.WouldBlock, 0, default);

    public bool WouldBlock => Outcome == IoOutcome.WouldBlock;

    public bool HungUp => Outcome == IoOutcome.HungUp;

    internal static ReadResult Of(int count) => new(IoOutcome.Transferred, count, default);

    internal static ReadResult AtEnd(NativeError error) => new(IoOutcome.HungUp, 0, error);
}

/// <summary>The outcome of one write, which may have taken only the first <see cref="Count"/> bytes.</summary>
public readonly record struct WriteResult(IoOutcome Outcome, int Count, NativeError Error)
{
    public static readonly WriteResult Blocked = new(IoOutcome.WouldBlock, 0, default);

    public bool WouldBlock => Outcome == IoOutcome.WouldBlock;

    public bool HungUp => Outcome == IoOutcome.HungUp;

    internal static WriteResult Of(int count) => new(IoOutcome.Transferred, count, default);

    internal static WriteResult AtEnd(NativeError error) => new(IoOutcome.HungUp, 0, error);
}
