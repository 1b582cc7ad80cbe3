namespace Orchtui.Terminal.Parser;

/// <summary>What the parser makes of the bytes. Implemented by structs, so that the calls are direct.</summary>
internal interface IVtHandler
{
    /// <summary>Printable ASCII, 0x20 to 0x7e.</summary>
    void PrintAscii(ReadOnlySpan<byte> text);

    /// <summary>One code point from U+00A0 up.</summary>
    void Print(uint codePoint);

    /// <summary>One byte from 0xa0 up, outside UTF-8.</summary>
    void PrintRight(byte character);

    /// <summary>A C0 control, or DEL outside of sequences.</summary>
    void Execute(byte control);

    void Csi(in CsiSequence sequence);

    /// <summary>An escape sequence with at most two intermediates, the first in the low byte; 0 where there is none.</summary>
    void Escape(int intermediates, byte final);

    /// <summary>A complete OSC string without its introducer and terminator.</summary>
    void Osc(ReadOnlySpan<byte> text, bool endedByBell);

    /// <summary>A complete DCS string: its header and its data.</summary>
    void Dcs(in CsiSequence header, ReadOnlySpan<byte> data);
}
