namespace Orchtui.Pty;

/// <summary>A native call failed that fails only when the system is out of resources or the caller is wrong; the rest are values.</summary>
public sealed class NativeCallException(NativeError error) : Exception(error.Message)
{
    public NativeError Error { get; } = error;
}
