using System.Runtime.CompilerServices;

namespace Orchtui.Terminal.Unicode;

/// <summary>
/// Column width and grapheme class of every code point: a two-stage table in the assembly's read-only data, so that it costs no start-up
/// time and no heap. Two loads per look-up.
/// </summary>
internal static partial class WidthTable
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharProperties Get(uint codePoint) =>
        codePoint > 0x10ffff ? new CharProperties(1) : new CharProperties(Pages[Index[(int)(codePoint >> 8)] << 8 | (byte)codePoint]);
}
