using System.Runtime.InteropServices;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>An error number of the system together with the call that gave it. The default value means "no error".</summary>
public readonly record struct NativeError(int Number, string Call)
{
    /// <summary>The number's symbol, such as <c>ENOENT</c>.</summary>
    public string Name => Errno.NameOf(Number);

    public string Message => Number == 0 ? "no error" : $"{Call}: {Marshal.GetPInvokeErrorMessage(Number)} ({Name})";

    internal static NativeError Last(string call) => new(Marshal.GetLastPInvokeError(), call);

    public override string ToString() => Message;
}
