using System.Runtime.Intrinsics;

namespace Orchtui.Terminal;

/// <summary>Names for the parts of a cell in its vector form.</summary>
internal static class PenExtensions
{
    public static Vector128<uint> WithForeground(this Vector128<uint> pen, uint color) => pen.WithElement(1, color);

    public static Vector128<uint> WithBackground(this Vector128<uint> pen, uint color) => pen.WithElement(2, color);

    public static Vector128<uint> WithBits(this Vector128<uint> pen, uint bits) => pen.WithElement(3, bits);
}
