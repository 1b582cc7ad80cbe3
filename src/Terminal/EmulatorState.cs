using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchtui.Terminal;

/// <summary>Where and how the next character is written; DECSC saves exactly this.</summary>
internal struct CursorState
{
    /// <summary>A cell without glyph: the colours, attributes and extra that new cells get.</summary>
    public Vector128<uint> Pen;
    public int Row;
    public int Column;
    public uint UnderlineColor;
    public int Link;
    public CharsetState Charsets;

    /// <summary>The last column was written; the next character wraps first.</summary>
    public bool PendingWrap;

    /// <summary>DECOM as it was when the cursor was saved.</summary>
    public bool Origin;

    public readonly uint Bits => Pen.GetElement(3);

    public readonly uint Background => Pen.GetElement(2);
}

/// <summary>Which character sets are designated as G0 to G3, and which of them is invoked.</summary>
internal struct CharsetState
{
    [InlineArray(4)]
    internal struct Designations
    {
        private Charset _first;
    }

    public Designations G;
    public byte Left;
    private byte _rightFromSecond;

    /// <summary>The set for the next character only (SS2, SS3), or 0.</summary>
    public byte SingleShift;

    /// <summary>The set for bytes from 0xa0 outside UTF-8, G2 at first.</summary>
    public int Right
    {
        readonly get => _rightFromSecond ^ 2;
        set => _rightFromSecond = (byte)(value ^ 2);
    }
}

/// <summary>The kitty keyboard protocol's flags of one screen, with those that were pushed.</summary>
internal struct KittyStack
{
    /// <summary>A program that pushes more loses the oldest, as the protocol asks.</summary>
    public const int MaxDepth = 8;

    [InlineArray(MaxDepth)]
    internal struct Levels
    {
        private KittyKeyboard _first;
    }

    private Levels _levels;
    private int _depth;

    public KittyKeyboard Current { get; set; }

    public void Push(KittyKeyboard flags)
    {
        if (_depth == MaxDepth)
        {
            for (var i = 1; i < MaxDepth; i++) _levels[i - 1] = _levels[i];
            _depth--;
        }

        _levels[_depth++] = Current;
        Current = flags;
    }

    public void Pop(int count)
    {
        for (; count > 0 && _depth > 0; count--) Current = _levels[--_depth];
        if (count > 0) Current = KittyKeyboard.None;
    }
}

/// <summary>Pens set aside by XTPUSHSGR; a full stack ignores further ones, as xterm does.</summary>
internal struct PenStack
{
    private const int MaxDepth = 10;

    [InlineArray(MaxDepth)]
    internal struct Levels
    {
        private Level _first;
    }

    internal record struct Level(Vector128<uint> Pen, uint UnderlineColor, int Link);

    private Levels _levels;
    private int _depth;

    public void Push(in CursorState cursor)
    {
        if (_depth < MaxDepth) _levels[_depth++] = new Level(cursor.Pen, cursor.UnderlineColor, cursor.Link);
    }

    public void Pop(ref CursorState cursor)
    {
        if (_depth == 0) return;
        var level = _levels[--_depth];
        cursor.Pen = level.Pen;
        cursor.UnderlineColor = level.UnderlineColor;
        cursor.Link = level.Link;
    }
}

/// <summary>What belongs to the main or to the alternate screen alone, apart from its cells.</summary>
internal struct ScreenState
{
    public CursorState Saved;
    public KittyStack Kitty;
    public bool HasSaved;
}

/// <summary>The colours of OSC 10 to 19 that the program set, packed; 0 is an untouched one.</summary>
[InlineArray(Count)]
internal struct DynamicColorSet
{
    public const int First = 10;
    public const int Count = 10;

    private uint _first;
}

/// <summary>The colours that OSC 5 gives to bold, underlined, blinking, reversed and italic text, packed; 0 is an untouched one.</summary>
[InlineArray(Count)]
internal struct SpecialColorSet
{
    public const int Count = 5;

    private uint _first;
}

/// <summary>How titles are written in OSC 0 to 2 and in the answers about them (XTSMTITLE).</summary>
[Flags]
internal enum TitleModes : byte
{
    Plain = 0,
    SetInHex = 1,
    ReportInHex = 2,
}

/// <summary>Everything about the terminal that is not cells, text or a table: plain data, saved as it lies in memory.</summary>
internal struct EmulatorState
{
    public ScreenState Main;
    public ScreenState Alternate;

    /// <summary>Where the cursor of the main screen was when the alternate one was switched to.</summary>
    public CursorState MainCursor;
    public ulong Modes;
    public ulong SavedModes;
    public int Top;
    public int Bottom;
    public int Left;
    public int Right;
    public uint LastGlyph;
    public int LastWidth;
    public DynamicColorSet DynamicColors;
    public SpecialColorSet SpecialColors;
    public PenStack Pens;
    public int ModifyOtherKeys;
    public int ConformanceLevel;
    public CursorShape Shape;
    public TitleModes TitleModes;

    /// <summary>How many bytes of a VT52 cursor address (ESC Y) are still to come.</summary>
    public byte Vt52AddressBytes;
    public bool OnAlternate;
    public bool IsoProtection;
    public bool RectangularAttributes;
    public bool EightBitReplies;
    public bool FormatOtherKeys;
    public int ChecksumFlags;
}
