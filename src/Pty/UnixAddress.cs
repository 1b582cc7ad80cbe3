using System.Buffers.Binary;
using System.Text;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>struct sockaddr_un for a path, or nothing where the path does not fit.</summary>
internal static class UnixAddress
{
    internal const int Family = 1;

    /// <summary>The longest path, in bytes, that both systems take with its closing NUL.</summary>
    internal static readonly int LongestPath = Platform.IsMacOs ? 103 : 107;

    internal static byte[]? Of(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        if (bytes.Length == 0 || bytes.Length > LongestPath) return null;
        var address = new byte[2 + bytes.Length + 1];
        if (Platform.IsMacOs) (address[0], address[1]) = ((byte)address.Length, Family);
        else BinaryPrimitives.WriteUInt16LittleEndian(address, Family);
        bytes.CopyTo(address.AsSpan(2));
        return address;
    }
}
