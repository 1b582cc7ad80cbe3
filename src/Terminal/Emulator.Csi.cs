using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>The conformance level of a VT420 (DECSCL), which DA1 announces.</summary>
    private const int HighestLevel = 64;

    private void Csi(in CsiSequence s)
    {
        if (s.Key != 'b') _state.LastGlyph = 0;
        if (s.Key <= 0xff) PlainCsi(in s);
        else if (s.Key >> 24 != 0) PrefixedCsi(in s);
        else IntermediateCsi(in s);
    }

    private void PlainCsi(in CsiSequence s)
    {
        switch ((char)s.Key)
        {
            case 'm': SelectGraphicRendition(in s); break; // SGR
            case 'H' or 'f': MoveTo(s.Positive(0), s.Positive(1)); break; // CUP, HVP
            case 'K': EraseLine(s.Value(0), selective: false); break; // EL
            case 'J': EraseDisplay(s.Value(0), selective: false); break; // ED
            case 'A': MoveUp(s.Positive(0)); break; // CUU; VPB (k) is left out, as xterm does.
            case 'B': MoveDown(s.Positive(0)); break; // CUD
            case 'C': MoveForward(s.Positive(0)); break; // CUF
            case 'e': MoveToRow(_cursor.Row + 1 - OriginRow + s.Positive(0)); break; // VPR
            case 'a': MoveToColumn(_cursor.Column + 1 - OriginColumn + s.Positive(0)); break; // HPR
            case 'D' or 'j': MoveBack(s.Positive(0)); break; // CUB, HPB
            case 'E': MoveDown(s.Positive(0)); CarriageReturn(); break; // CNL
            case 'F': MoveUp(s.Positive(0)); CarriageReturn(); break; // CPL
            case 'G' or '`': MoveToColumn(s.Positive(0)); break; // CHA, HPA
            case 'd': MoveToRow(s.Positive(0)); break; // VPA
            case 'I': TabForward(s.Positive(0)); break; // CHT
            case 'Z': TabBackward(s.Positive(0)); break; // CBT
            case '@': _cursor.PendingWrap = false; InsertBlanks(s.Positive(0)); break; // ICH
            case 'P': DeleteCharacters(s.Positive(0)); break; // DCH
            case 'L': InsertLines(s.Positive(0)); break; // IL
            case 'M': DeleteLines(s.Positive(0)); break; // DL
            case 'X': EraseCharacters(s.Positive(0)); break; // ECH
            case 'S': ScrollUp(_state.Top, _state.Bottom, s.Positive(0)); break; // SU
            case 'T' when s.Count <= 1: ScrollDown(_state.Top, _state.Bottom, s.Positive(0)); break; // SD
            case '^': ScrollDown(_state.Top, _state.Bottom, s.Positive(0)); break; // SD, ECMA-48
            case 'b': Repeat(s.Positive(0)); break; // REP
            case 'c': if (s.Value(0) == 0) ReplyDeviceAttributes(); break; // DA1
            case 'g': ClearTabs(s.Value(0)); break; // TBC
            case 'h' or 'l': SetModes(in s, isPrivate: false); break; // SM, RM
            case 'n': ReplyStatus(in s, isPrivate: false); break; // DSR
            case 'r': SetTopBottom(s.Value(0), s.Value(1)); break; // DECSTBM
            case 's': if (Has(Mode.LeftRightMargins)) SetLeftRight(s.Value(0), s.Value(1)); else SaveCursor(); break; // DECSLRM, SCOSC
            case 't': WindowOperation(in s); break; // XTWINOPS
            case 'u': RestoreCursor(); break; // SCORC
            case 'x': ReplyTerminalParameters(s.Value(0)); break; // DECREQTPARM
        }
    }

    private void PrefixedCsi(in CsiSequence s)
    {
        switch (s.Key)
        {
            case '?' << 24 | 'h' or '?' << 24 | 'l': SetModes(in s, isPrivate: true); break; // DECSET, DECRST
            case '?' << 24 | 'J': EraseDisplay(s.Value(0), selective: true); break; // DECSED
            case '?' << 24 | 'K': EraseLine(s.Value(0), selective: true); break; // DECSEL
            case '?' << 24 | 'n': ReplyStatus(in s, isPrivate: true); break; // DECDSR
            case '?' << 24 | 'r' or '?' << 24 | 's': SaveModes(in s, restore: (char)s.Key == 'r'); break; // XTRESTORE, XTSAVE
            case '?' << 24 | '$' << 8 | 'p': ReplyMode(s.Value(0), isPrivate: true); break; // DECRQM
            case '?' << 24 | 'W': if (s.Value(0) == 5) ResetTabs(); break; // DECST8C
            case '?' << 24 | 'u': ReplyKittyFlags(); break;
            case '?' << 24 | 'g': if (s.Value(0) == 4) ReplyCsi($">4;{(_state.FormatOtherKeys ? 1 : 0)}f"); break; // XTQFMTKEYS
            case '>' << 24 | 'f': if (s.Count == 0 || s.Value(0) == 4) _state.FormatOtherKeys = s.Value(1) == 1; break; // XTFMTKEYS
            case '?' << 24 | 'm': ReplyModifyOtherKeys(s.Value(0)); break; // XTQMODKEYS
            case '>' << 24 | 'u': Screen.Kitty.Push((KittyKeyboard)(s.Value(0) & 31)); _changed = true; break;
            case '<' << 24 | 'u': Screen.Kitty.Pop(s.Positive(0)); _changed = true; break;
            case '=' << 24 | 'u': SetKittyFlags((KittyKeyboard)(s.Value(0) & 31), s.Value(1, 1)); break;
            case '>' << 24 | 'c': if (s.Value(0) == 0) ReplySecondaryAttributes(); break; // DA2
            case '=' << 24 | 'c': if (s.Value(0) == 0) ReplyTertiaryAttributes(); break; // DA3
            case '>' << 24 | 'q': if (s.Value(0) == 0) ReplyVersion(); break; // XTVERSION
            case '>' << 24 | 'm': SetModifyOtherKeys(in s); break; // XTMODKEYS
            case '>' << 24 | 't' or '>' << 24 | 'T': SetTitleModes(in s, on: (char)s.Key == 't'); break; // XTSMTITLE, XTRMTITLE
            case '>' << 24 | 'n': if (s.Value(0) == 4) _state.ModifyOtherKeys = 0; break;
        }
    }

    private void IntermediateCsi(in CsiSequence s)
    {
        switch (s.Key)
        {
            case ' ' << 8 | 'q': SetCursorShape(s.Value(0)); break; // DECSCUSR
            case ' ' << 8 | '@': if (CursorInMargins) ShiftColumns(_state.Left, -s.Positive(0)); break; // SL
            case ' ' << 8 | 'A': if (CursorInMargins) ShiftColumns(_state.Left, s.Positive(0)); break; // SR
            case '!' << 8 | 'p': SoftReset(); break; // DECSTR
            case '"' << 8 | 'q': Protect(s.Value(0) == 1, iso: false); break; // DECSCA
            case '"' << 8 | 'p': SetConformance(in s); break; // DECSCL
            case '$' << 8 | 'p': ReplyMode(s.Value(0), isPrivate: false); break; // DECRQM
            case '$' << 8 | 'w': ReplyPresentation(s.Value(0)); break; // DECRQPSR
            case '\'' << 8 | '}': InsertColumns(s.Positive(0)); break; // DECIC
            case '\'' << 8 | '~': InsertColumns(-s.Positive(0)); break; // DECDC
            case '#' << 8 | '{' or '#' << 8 | 'p': _state.Pens.Push(in _cursor); break; // XTPUSHSGR
            case '#' << 8 | '}' or '#' << 8 | 'q': _state.Pens.Pop(ref _cursor); break; // XTPOPSGR
            default: RectangleCsi(in s); break;
        }
    }

    private void EraseCharacters(int count)
    {
        _cursor.PendingWrap = false;
        EraseCells(_cursor.Row, _cursor.Column, Math.Min(_cursor.Column + count, _size.Columns), selective: false, Space);
    }

    private void ClearTabs(int mode)
    {
        if (mode == 0) ClearTab(_cursor.Column);
        else if (mode == 3) Array.Clear(_tabs);
    }

    private void SetTopBottom(int top, int bottom)
    {
        top = Math.Max(top, 1);
        if (bottom <= 0 || bottom > _size.Rows) bottom = _size.Rows;
        if (top >= bottom) return;
        _state.Top = top - 1;
        _state.Bottom = bottom - 1;
        MoveTo(1, 1);
    }

    private void SetLeftRight(int left, int right)
    {
        left = Math.Max(left, 1);
        if (right <= 0 || right > _size.Columns) right = _size.Columns;
        if (left >= right) return;
        _state.Left = left - 1;
        _state.Right = right - 1;
        MoveTo(1, 1);
    }

    private void ResetMargins()
    {
        _state.Top = 0;
        _state.Bottom = _size.Rows - 1;
        _state.Left = 0;
        _state.Right = _size.Columns - 1;
    }

    private void SetCursorShape(int shape)
    {
        if (shape is < 0 or > 6) return;
        _state.Shape = (CursorShape)shape;
        _changed = true;
    }

    private void Protect(bool on, bool iso)
    {
        _cursor.Pen = _cursor.Pen.WithBits(_cursor.Bits & ~(uint)CellAttributes.Protected | (on ? (uint)CellAttributes.Protected : 0));
        // The two kinds share the attribute; whichever came last decides which erases respect it.
        _state.IsoProtection = iso;
    }

    private void SetConformance(in Parser.CsiSequence s)
    {
        SoftReset();
        _state.ConformanceLevel = Math.Clamp(s.Value(0, HighestLevel), 61, HighestLevel);
        _state.EightBitReplies = _state.ConformanceLevel > 61 && s.Value(1) is 0 or 2 && s.Count > 1;
    }

    private void SetKittyFlags(KittyKeyboard flags, int how)
    {
        ref var stack = ref Screen.Kitty;
        _changed = true;
        stack.Current = how switch
        {
            1 => flags,
            2 => stack.Current | flags,
            3 => stack.Current & ~flags,
            _ => stack.Current,
        };
    }

    private void SetModifyOtherKeys(in Parser.CsiSequence s)
    {
        if (s.Count == 0 || s.Value(0) == 4) _state.ModifyOtherKeys = Math.Clamp(s.Value(1), 0, 2);
    }
}
