using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private const ulong MouseModes = 1ul << (int)Mode.MouseX10 | 1ul << (int)Mode.MouseNormal | 1ul << (int)Mode.MouseButton
        | 1ul << (int)Mode.MouseAny;

    private const ulong MouseEncodings =
        1ul << (int)Mode.MouseUtf8 | 1ul << (int)Mode.MouseSgr | 1ul << (int)Mode.MouseUrxvt | 1ul << (int)Mode.MouseSgrPixels;

    public InputModes InputModes => new()
    {
        ApplicationCursor = Has(Mode.ApplicationCursor),
        ApplicationKeypad = Has(Mode.ApplicationKeypad),
        BackarrowSendsBackspace = Has(Mode.Backarrow),
        BracketedPaste = Has(Mode.BracketedPaste),
        FocusEvents = Has(Mode.FocusEvents),
        MouseTracking = Has(Mode.MouseAny) ? MouseTracking.Any : Has(Mode.MouseButton) ? MouseTracking.Button
            : Has(Mode.MouseNormal) ? MouseTracking.Normal : Has(Mode.MouseX10) ? MouseTracking.X10 : MouseTracking.None,
        MouseEncoding = Has(Mode.MouseSgrPixels) ? MouseEncoding.SgrPixels : Has(Mode.MouseSgr) ? MouseEncoding.Sgr
            : Has(Mode.MouseUrxvt) ? MouseEncoding.Urxvt : Has(Mode.MouseUtf8) ? MouseEncoding.Utf8 : MouseEncoding.Default,
        AlternateScroll = Has(Mode.AlternateScroll) && _state.OnAlternate,
        KittyFlags = Screen.Kitty.Current,
        ModifyOtherKeys = _state.ModifyOtherKeys,
        FormatOtherKeys = _state.FormatOtherKeys,
        Meta = Has(Mode.MetaSendsEscape) || Has(Mode.AltSendsEscape) ? MetaKey.Escape : Has(Mode.EightBitMeta) ? MetaKey.EighthBit : MetaKey.Nothing,
        NewLine = Has(Mode.NewLine),
        Vt52 = !Has(Mode.Ansi),
    };

    private bool Has(Mode mode) => (_state.Modes >> (int)mode & 1) != 0;

    private void SetBit(Mode mode, bool on)
    {
        if (on) _state.Modes |= 1ul << (int)mode;
        else _state.Modes &= ~(1ul << (int)mode);
    }

    private void SetModes(in CsiSequence s, bool isPrivate)
    {
        var on = (byte)s.Key == 'h';
        for (var i = 0; i < s.Count; i++)
            if (ModeTable.Find(s.Value(i), isPrivate) is { } row) SetMode(row.Mode, on);
    }

    private void SaveModes(in CsiSequence s, bool restore)
    {
        for (var i = 0; i < s.Count; i++)
        {
            if (ModeTable.Find(s.Value(i), isPrivate: true) is not { } row) continue;
            var bit = 1ul << (int)row.Mode;
            if (restore) SetMode(row.Mode, (_state.SavedModes & bit) != 0);
            else _state.SavedModes = _state.SavedModes & ~bit | _state.Modes & bit;
        }
    }

    /// <summary>Sets a mode's bit and does what else changing it means.</summary>
    private void SetMode(Mode mode, bool on)
    {
        if (mode == Mode.Column132 && !Has(Mode.AllowColumn132)) return;
        // A VT300 and its elders have no left and right margins.
        if (mode == Mode.LeftRightMargins && _state.ConformanceLevel < HighestLevel) return;
        var was = Has(mode);
        SetBit(mode, on);
        switch (mode)
        {
            case Mode.Insert: UpdatePlainText(); break;
            case Mode.Ansi: AnsiModeChanged(); break;
            case Mode.Origin: MoveTo(1, 1); break;
            case Mode.AutoWrap: if (!on) _cursor.PendingWrap = false; break;
            case Mode.CursorVisible or Mode.CursorBlink: _changed |= was != on; break;
            case Mode.ReverseVideo: if (was != on) TouchRows(0, _size.Rows - 1); break;
            case Mode.Column132: ColumnModeChanged(); break;
            case Mode.LeftRightMargins: if (!on) ResetLeftRight(); break;
            case Mode.MouseX10 or Mode.MouseNormal or Mode.MouseButton or Mode.MouseAny: Exclude(MouseModes, mode, on); break;
            case Mode.MouseUtf8 or Mode.MouseSgr or Mode.MouseUrxvt or Mode.MouseSgrPixels:
                if (on) Exclude(MouseEncodings, mode, on);
                break;
            case Mode.SavedCursor1048: SaveOrRestoreCursor(on); break;
            case Mode.Alternate47 or Mode.Alternate1047 or Mode.Alternate1049: SwitchScreen(mode, on); break;
            case Mode.Synchronized: SynchronizedChanged(was, on); break;
            case Mode.InBandResize: if (on) ReportResize(); break;
        }
    }

    /// <summary>One of a group of modes is in force at a time; resetting any mouse tracking mode ends tracking.</summary>
    private void Exclude(ulong group, Mode mode, bool on)
    {
        _state.Modes &= ~group;
        SetBit(mode, on);
    }

    private void SaveOrRestoreCursor(bool save)
    {
        if (save) SaveCursor();
        else RestoreCursor();
    }

    private void SynchronizedChanged(bool was, bool on)
    {
        if (!was || on) return;
        _changed = true;
        Settle();
        _listener.SynchronizedFrameEnded();
    }

    /// <summary>DECCOLM never resizes here, the layout owns the width; where it is allowed it does the rest of what it does.</summary>
    private void ColumnModeChanged()
    {
        ResetMargins();
        SetBit(Mode.LeftRightMargins, false);
        EraseRows(0, _size.Rows - 1, selective: false);
        _cursor.Row = _cursor.Column = 0;
        _cursor.PendingWrap = false;
    }

    private void ResetLeftRight()
    {
        _state.Left = 0;
        _state.Right = _size.Columns - 1;
    }

    private void SwitchScreen(Mode mode, bool on)
    {
        // The three numbers are views of one state.
        SetBit(Mode.Alternate47, on);
        SetBit(Mode.Alternate1047, on);
        SetBit(Mode.Alternate1049, on);
        if (on == _state.OnAlternate)
        {
            if (mode == Mode.Alternate1049 && !on) RestoreCursor();
            return;
        }

        if (on)
        {
            _state.MainCursor = _cursor;
            if (mode == Mode.Alternate1049) SaveCursor();
            _alternate ??= new Grid(_size.Columns, _size.Rows);
            _state.OnAlternate = true;
            _grid = _alternate;
            if (mode == Mode.Alternate1049) EraseRows(0, _size.Rows - 1, selective: false);
        }
        else
        {
            if (mode == Mode.Alternate1047) EraseRows(0, _size.Rows - 1, selective: false);
            _state.OnAlternate = false;
            _grid = _main;
            if (mode == Mode.Alternate1049) RestoreCursor();
            // Unlike DECRC, coming back from the alternate screen goes on where the line was left.
            if (mode == Mode.Alternate1049) _cursor.PendingWrap = _state.Main.Saved.PendingWrap;
        }

        TouchRows(0, _size.Rows - 1);
    }

    private void ResetState()
    {
        _state = new EmulatorState { Modes = ModeTable.Initial, SavedModes = ModeTable.Initial, ConformanceLevel = HighestLevel };
        _cursor = default;
        _grid = _main;
        ResetMargins();
        ResetTabs();
        _parser.EightBit = false;
        UpdatePlainText();
    }

    /// <summary>RIS. The scrollback stays, as users expect of it.</summary>
    private void FullReset()
    {
        ResetState();
        _alternate?.Dispose();
        _alternate = null;
        _palette = null;
        for (var row = 0; row < _size.Rows; row++) _main.Clear(row);
        SetProgress(null);
        TouchRows(0, _size.Rows - 1);
    }

    /// <summary>DECSTR.</summary>
    private void SoftReset()
    {
        SetBit(Mode.CursorVisible, true);
        SetBit(Mode.Insert, false);
        SetBit(Mode.Origin, false);
        SetBit(Mode.AutoWrap, true);
        SetBit(Mode.ReverseWrap, false);
        SetBit(Mode.ApplicationCursor, false);
        SetBit(Mode.ApplicationKeypad, false);
        SetBit(Mode.LeftRightMargins, false);
        SetBit(Mode.KeyboardLock, false);
        ResetMargins();
        _state.IsoProtection = false;
        _cursor.Link = 0;
        _cursor.UnderlineColor = 0;
        _cursor.Pen = default;
        _cursor.Charsets = default;
        _cursor.PendingWrap = false;
        Screen.HasSaved = false;
        Screen.Kitty = default;
        _state.ModifyOtherKeys = 0;
        _state.FormatOtherKeys = false;
        _changed = true;
        UpdatePlainText();
    }
}
