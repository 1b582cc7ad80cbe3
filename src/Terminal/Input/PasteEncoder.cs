using System.Buffers;

namespace Orchtui.Terminal.Input;

/// <summary>
/// Writes pasted text for a program, in pieces of any size: between the markers of bracketed paste when it asked for them, otherwise with
/// line ends as the Enter key sends them. Text cannot end the bracket itself: of an end marker inside it the ESC is left out, which no
/// remainder can put together again.
/// </summary>
public sealed class PasteEncoder(InputModes modes)
{
    private readonly bool _bracketed = modes.BracketedPaste;
    private int _matched;
    private bool _afterReturn;

    private static ReadOnlySpan<byte> EndMarker => "\e[201~"u8;

    public static void Encode(ReadOnlySpan<byte> text, in InputModes modes, IBufferWriter<byte> output)
    {
        var encoder = new PasteEncoder(modes);
        encoder.Begin(output);
        encoder.Append(text, output);
        encoder.End(output);
    }

    public void Begin(IBufferWriter<byte> output)
    {
        if (_bracketed) output.Write("\e[200~"u8);
    }

    public void Append(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        foreach (var b in text)
        {
            if (_bracketed) AppendBracketed(b, output);
            else AppendPlain(b, output);
        }
    }

    public void End(IBufferWriter<byte> output)
    {
        if (!_bracketed) return;
        output.Write(EndMarker[.._matched]);
        _matched = 0;
        output.Write(EndMarker);
    }

    /// <summary>Holds back what may be an end marker until it is known to be none.</summary>
    private void AppendBracketed(byte b, IBufferWriter<byte> output)
    {
        if (b == EndMarker[_matched])
        {
            _matched++;
            if (_matched < EndMarker.Length) return;
            output.Write(EndMarker[1..]);
            _matched = 0;
            return;
        }

        output.Write(EndMarker[.._matched]);
        _matched = b == 0x1b ? 1 : 0;
        if (_matched == 0) output.Write<byte>([b]);
    }

    private void AppendPlain(byte b, IBufferWriter<byte> output)
    {
        if (b != '\n' || !_afterReturn) output.Write<byte>([b == '\n' ? (byte)'\r' : b]);
        _afterReturn = b == '\r';
    }
}
