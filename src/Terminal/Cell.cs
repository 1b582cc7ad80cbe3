using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Orchtui.Terminal;

/// <summary>
/// One cell of the screen: 16 bytes, so that a whole cell is one vector store. The all-zero cell is blank with default attributes.
/// What does not fit (text of a grapheme cluster, underline colour, hyperlink) is interned and named by an id.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public readonly struct Cell : IEquatable<Cell>
{
    /// <summary>A <see cref="Glyph"/> with this bit is the id of a grapheme cluster, not a code point.</summary>
    public const uint ClusterFlag = 0x8000_0000;

    internal const uint AttributeMask = 0x1ff;
    internal const int UnderlineShift = 10;
    internal const uint UnderlineMask = 7u << UnderlineShift;
    internal const uint WideBit = 1u << 13;
    internal const uint TailBit = 1u << 14;

    /// <summary>The empty last column of a row whose wide character wrapped; reflow drops it.</summary>
    internal const uint SpacerBit = 1u << 15;
    internal const int ExtraShift = 16;

    private readonly uint _glyph;
    private readonly uint _foreground;
    private readonly uint _background;
    private readonly uint _bits;

    internal Cell(uint glyph, uint foreground, uint background, uint bits)
    {
        _glyph = glyph;
        _foreground = foreground;
        _background = background;
        _bits = bits;
    }

    public Cell(
        uint glyph, Color foreground, Color background, CellAttributes attributes = 0, UnderlineStyle underline = 0, bool wide = false)
        : this(glyph, foreground.Packed, background.Packed,
            (uint)attributes & AttributeMask | (uint)underline << UnderlineShift | (wide ? WideBit : 0))
    {
    }

    /// <summary>A code point, the id of a cluster (<see cref="ClusterFlag"/>), or 0 for a blank cell.</summary>
    public uint Glyph => _glyph;

    public Color Foreground => new(_foreground);

    public Color Background => new(_background);

    public CellAttributes Attributes => (CellAttributes)(_bits & AttributeMask);

    public UnderlineStyle Underline => (UnderlineStyle)((_bits & UnderlineMask) >> UnderlineShift);

    /// <summary>The left half of a character that takes two columns.</summary>
    public bool IsWide => (_bits & WideBit) != 0;

    /// <summary>The right half of a wide character; it has no text of its own.</summary>
    public bool IsWideTail => (_bits & TailBit) != 0;

    /// <summary>Id of the underline colour and hyperlink in the emulator's extra table, or 0.</summary>
    public ushort Extra => (ushort)(_bits >> ExtraShift);

    public bool IsBlank => _glyph is 0 or ' ';

    internal uint Bits => _bits;

    /// <summary>The empty last column of a row whose wide character went to the next row; it is no part of the text.</summary>
    public bool IsSpacer => (_bits & SpacerBit) != 0;

    internal bool IsProtected => (_bits & (uint)CellAttributes.Protected) != 0;

    internal Vector128<uint> Vector => Unsafe.BitCast<Cell, Vector128<uint>>(this);

    internal static Cell From(Vector128<uint> vector) => Unsafe.BitCast<Vector128<uint>, Cell>(vector);

    /// <summary>The same cell with the ids of other tables, as when it is copied to where those apply.</summary>
    public Cell WithIds(uint glyph, ushort extra) => new(glyph, _foreground, _background, _bits & 0xffff | (uint)extra << ExtraShift);

    /// <summary>The same text in another look, as for what is selected.</summary>
    public Cell WithLook(Color foreground, Color background, CellAttributes attributes) =>
        new(_glyph, foreground.Packed, background.Packed, _bits & ~AttributeMask | (uint)attributes & AttributeMask);

    /// <summary>The right half of a wide character with this cell's look.</summary>
    public Cell AsWideTail() => new(0, _foreground, _background, _bits & ~WideBit | TailBit);

    public bool Equals(Cell other) => Vector == other.Vector;

    public override bool Equals(object? obj) => obj is Cell other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_glyph, _foreground, _background, _bits);

    public static bool operator ==(Cell left, Cell right) => left.Equals(right);

    public static bool operator !=(Cell left, Cell right) => !left.Equals(right);
}
