namespace Orchtui.Terminal;

/// <summary>The modes that the emulator keeps, each a bit of <see cref="EmulatorState.Modes"/>.</summary>
internal enum Mode : byte
{
    KeyboardLock,
    Insert,
    SendReceive,
    NewLine,
    ApplicationCursor,
    Column132,
    SmoothScroll,
    ReverseVideo,
    Origin,
    AutoWrap,
    AutoRepeat,
    CursorBlink,
    CursorVisible,
    AllowColumn132,
    MoreFix,
    ReverseWrap,
    ApplicationKeypad,
    Backarrow,
    LeftRightMargins,
    MouseX10,
    MouseNormal,
    MouseButton,
    MouseAny,
    FocusEvents,
    MouseUtf8,
    MouseSgr,
    AlternateScroll,
    MouseUrxvt,
    MouseSgrPixels,
    MetaSendsEscape,
    ExtendedReverseWrap,
    Alternate47,
    Alternate1047,
    SavedCursor1048,
    Alternate1049,
    BracketedPaste,
    Synchronized,
    GraphemeClusters,
    ColorSchemeReports,
    InBandResize,
    PrintFormFeed,
    PrintExtent,
    NationalCharsets,

    /// <summary>Set in all but the VT52 mode (DECANM).</summary>
    Ansi,
    EightBitMeta,
    NumLockModifiers,
    AltSendsEscape,
}

/// <summary>A row of the mode table; a private mode is one of DEC's (CSI ? … h), the others are ANSI's.</summary>
internal readonly record struct ModeRow(int Number, bool IsPrivate, Mode Mode, bool Initial = false);

/// <summary>Modes that exist in the standards and never change here; DECRQM says permanently reset.</summary>
internal static class FixedModes
{
    private static readonly int[] Ansi = [1, 5, 7, 10, 11, 13, 14, 15, 16, 17, 18, 19];
    private static readonly int[] Private = [60, 61, 64, 68, 73, 81];

    public static bool Contains(int number, bool isPrivate) => Array.IndexOf(isPrivate ? Private : Ansi, number) >= 0;
}

/// <summary>The one list of modes, from which set, reset, save, restore, DECRQM and the initial state derive.</summary>
internal static class ModeTable
{
    public static readonly ModeRow[] Rows =
    [
        new(2, false, Mode.KeyboardLock),
        new(4, false, Mode.Insert),
        new(12, false, Mode.SendReceive, Initial: true),
        new(20, false, Mode.NewLine),
        new(1, true, Mode.ApplicationCursor),
        new(2, true, Mode.Ansi, Initial: true),
        new(3, true, Mode.Column132),
        new(4, true, Mode.SmoothScroll),
        new(5, true, Mode.ReverseVideo),
        new(6, true, Mode.Origin),
        new(7, true, Mode.AutoWrap, Initial: true),
        new(8, true, Mode.AutoRepeat, Initial: true),
        new(9, true, Mode.MouseX10),
        new(12, true, Mode.CursorBlink),
        new(18, true, Mode.PrintFormFeed),
        new(19, true, Mode.PrintExtent, Initial: true),
        new(25, true, Mode.CursorVisible, Initial: true),
        new(40, true, Mode.AllowColumn132),
        new(41, true, Mode.MoreFix),
        new(42, true, Mode.NationalCharsets),
        new(45, true, Mode.ReverseWrap),
        new(47, true, Mode.Alternate47),
        new(66, true, Mode.ApplicationKeypad),
        new(67, true, Mode.Backarrow),
        new(69, true, Mode.LeftRightMargins),
        new(1000, true, Mode.MouseNormal),
        new(1002, true, Mode.MouseButton),
        new(1003, true, Mode.MouseAny),
        new(1004, true, Mode.FocusEvents),
        new(1005, true, Mode.MouseUtf8),
        new(1006, true, Mode.MouseSgr),
        new(1007, true, Mode.AlternateScroll, Initial: true),
        new(1015, true, Mode.MouseUrxvt),
        new(1016, true, Mode.MouseSgrPixels),
        new(1034, true, Mode.EightBitMeta),
        new(1035, true, Mode.NumLockModifiers, Initial: true),
        new(1036, true, Mode.MetaSendsEscape, Initial: true),
        new(1039, true, Mode.AltSendsEscape),
        new(1045, true, Mode.ExtendedReverseWrap),
        new(1047, true, Mode.Alternate1047),
        new(1048, true, Mode.SavedCursor1048),
        new(1049, true, Mode.Alternate1049),
        new(2004, true, Mode.BracketedPaste),
        new(2026, true, Mode.Synchronized),
        new(2027, true, Mode.GraphemeClusters),
        new(2031, true, Mode.ColorSchemeReports),
        new(2048, true, Mode.InBandResize),
    ];

    public static ulong Initial { get; } = Rows.Where(row => row.Initial).Aggregate(0ul, (bits, row) => bits | 1ul << (int)row.Mode);

    public static ModeRow? Find(int number, bool isPrivate)
    {
        foreach (var row in Rows)
            if (row.Number == number && row.IsPrivate == isPrivate) return row;
        return null;
    }
}
