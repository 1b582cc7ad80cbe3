namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private void Execute(byte control)
    {
        if (control == 0x7f)
        {
            PrintDelete();
            return;
        }

        _state.LastGlyph = 0;
        switch (control)
        {
            case 0x07: _listener.Bell(); break; // BEL
            case 0x08: MoveBack(1); break; // BS
            case 0x09: TabForward(1); break; // HT
            case 0x0a or 0x0b or 0x0c: LineFeed(); break; // LF, VT, FF
            case 0x0d: CarriageReturn(); break; // CR
            case 0x0e: Invoke(1); break; // SO
            case 0x0f: Invoke(0); break; // SI
        }
    }

    private void Escape(int intermediates, byte final)
    {
        _state.LastGlyph = 0;
        switch (intermediates)
        {
            case 0 when !Has(Mode.Ansi): Vt52Escape(final); break;
            case 0: Escape(final); break;
            case '-' or '.' or '/': Designate(intermediates - ',', Charsets.FromWideDesignator(final)); break; // SCS, 96 characters
            case '%' when final is (byte)'@' or (byte)'G': _parser.EightBit = final == '@'; break; // DOCS
            case '#' when final == '8': AlignmentTest(); break; // DECALN
            case ' ' when final is (byte)'F' or (byte)'G': _state.EightBitReplies = final == 'G'; break; // S7C1T, S8C1T
            default:
                // SCS, 94 characters; some sets have a second intermediate in their name.
                if ((byte)intermediates is >= (byte)'(' and <= (byte)'+')
                    Designate((byte)intermediates - '(', Charsets.FromDesignator((byte)(intermediates >> 8), final));
                break;
        }
    }

    private void Escape(byte final)
    {
        switch ((char)final)
        {
            case '7': SaveCursor(); break; // DECSC
            case '8': RestoreCursor(); break; // DECRC
            case 'D': Index(); _cursor.PendingWrap = false; break; // IND
            case 'E': Index(); CarriageReturn(); break; // NEL
            case 'H': SetTab(_cursor.Column); break; // HTS
            case 'M': ReverseIndex(); break; // RI
            case 'N' or 'O': SingleShift(final - 'N' + 2); break; // SS2, SS3
            case 'V' or 'W': Protect(final == 'V', iso: true); break; // SPA, EPA
            case 'Z': ReplyDeviceAttributes(); break; // DECID
            case '6': BackIndex(); break; // DECBI
            case '9': ForwardIndex(); break; // DECFI
            case '=' or '>': SetMode(Mode.ApplicationKeypad, final == '='); break; // DECKPAM, DECKPNM
            case 'c': FullReset(); break; // RIS
            case 'n' or 'o': Invoke(final - 'n' + 2); break; // LS2, LS3
            case '~' or '}' or '|': _cursor.Charsets.Right = '~' - final + 1; break; // LS1R, LS2R, LS3R
            case 'l' or 'm': break; // Memory lock is not offered.
        }
    }

    private void Designate(int slot, Charset? set)
    {
        _cursor.Charsets.G[slot] = set ?? Charset.Ascii;
        UpdatePlainText();
    }

    private void Invoke(int slot)
    {
        _cursor.Charsets.Left = (byte)slot;
        UpdatePlainText();
    }

    private void SingleShift(int slot)
    {
        _cursor.Charsets.SingleShift = (byte)slot;
        UpdatePlainText();
    }

    /// <summary>Decides whether runs of ASCII may be written as they are.</summary>
    private void UpdatePlainText() =>
        _plainText = !Has(Mode.Insert) && _state.Vt52AddressBytes == 0 && _cursor.Charsets.SingleShift == 0 && _cursor.Charsets.G[_cursor.Charsets.Left] == Charset.Ascii;
}
