using System.Buffers;
using System.Text;
using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>A program that asks without reading the answers gets no more of them.</summary>
    private const int MaxReplyBytes = 64 << 10;

    private const int FollowedXtermPatch = 379;

    private readonly ArrayBufferWriter<byte> _replies = new(256);

    /// <summary>Bytes to send back to the program.</summary>
    public ReadOnlySpan<byte> PendingReplies => _replies.WrittenSpan;

    /// <summary>Size of a cell in pixels, for the reports that speak of pixels; taken from the options at first.</summary>
    public (int Width, int Height) CellPixels { get; set; }

    public void ClearReplies() => _replies.ResetWrittenCount();

    /// <summary>
    /// What the outer terminal's colour scheme is, which ?996 asks for. A program that wants to know (?2031) is told of a change.
    /// </summary>
    public void ReportColorScheme(bool dark)
    {
        if (dark == _darkScheme) return;
        _darkScheme = dark;
        if (Has(Mode.ColorSchemeReports)) ReplyCsi($"?997;{(dark ? 1 : 2)}n");
    }

    private bool _darkScheme = true;

    private void Reply(string text)
    {
        if (_replies.WrittenCount + text.Length * 3 > MaxReplyBytes) return;
        Encoding.UTF8.GetBytes(text, _replies);
    }

    private void ReplyCsi(string text) => ReplyControl("\e[", 0x9b, text, st: false);

    private void ReplyDcs(string text) => ReplyControl("\eP", 0x90, text, st: true);

    private void ReplyControl(string introducer, byte c1, string text, bool st)
    {
        if (_replies.WrittenCount + text.Length * 3 > MaxReplyBytes) return;
        if (_state.EightBitReplies) _replies.Write<byte>([c1]);
        else Reply(introducer);
        Reply(text);
        if (!st) return;
        if (_state.EightBitReplies) _replies.Write<byte>([0x9c]);
        else Reply("\e\\");
    }

    private void ReplyOsc(string text, bool bell) => Reply($"\e]{text}{(bell ? "\a" : "\e\\")}");

    /// <summary>DA1: a VT420 with what xterm announces of one, and clipboard writes (52).</summary>
    private void ReplyDeviceAttributes() => ReplyCsi("?64;1;2;6;9;15;16;17;18;21;22;28;29;52c");

    /// <summary>DA2: VT420 and the patch of xterm that is followed: editors look at it to decide which mouse and keys they may ask for.</summary>
    private void ReplySecondaryAttributes() => ReplyCsi($">41;{FollowedXtermPatch};0c");

    private void ReplyTertiaryAttributes() => ReplyDcs("!|00000000");

    private void ReplyVersion() => ReplyDcs($">|{_options.Name}({_options.Version})");

    private void ReplyStatus(in CsiSequence s, bool isPrivate)
    {
        var what = s.Value(0);
        var row = _cursor.Row + 1 - OriginRow;
        var column = _cursor.Column + 1 - OriginColumn;
        switch (what)
        {
            case 5 when !isPrivate: ReplyCsi("0n"); break;
            case 6: ReplyCsi(isPrivate ? $"?{row};{column};1R" : $"{row};{column}R"); break; // CPR, DECXCPR with the one page
            case 15 when isPrivate: ReplyCsi("?13n"); break; // No printer.
            case 25 when isPrivate: ReplyCsi("?21n"); break; // User-defined keys are locked.
            case 26 when isPrivate: ReplyCsi("?27;1;0;0n"); break; // North American keyboard, ready.
            case 53 or 55 when isPrivate: ReplyCsi("?53n"); break; // No locator.
            case 56 when isPrivate: ReplyCsi("?57;0n"); break;
            case 62 when isPrivate: ReplyCsi("0000*{"); break; // No macro space.
            case 63 when isPrivate: ReplyDcs($"{s.Value(1)}!~0000"); break; // Checksum of no macros.
            case 75 when isPrivate: ReplyCsi("?70n"); break; // Data integrity: no error.
            case 85 when isPrivate: ReplyCsi("?83n"); break; // Not configured for several sessions.
            case 996 when isPrivate: ReplyCsi($"?997;{(_darkScheme ? 1 : 2)}n"); break;
        }
    }

    /// <summary>DECRQM: 1 set, 2 reset, 4 always reset, 0 unknown.</summary>
    private void ReplyMode(int number, bool isPrivate)
    {
        // A VT200 does not know the question.
        if (_state.ConformanceLevel < 63) return;
        var state = ModeTable.Find(number, isPrivate) is { } row ? Has(row.Mode) ? 1 : 2 : FixedModes.Contains(number, isPrivate) ? 4 : 0;
        ReplyCsi($"{(isPrivate ? "?" : "")}{number};{state}$y");
    }

    private void ReplyKittyFlags() => ReplyCsi($"?{(int)Screen.Kitty.Current}u");

    private void ReplyModifyOtherKeys(int which)
    {
        if (which == 4) ReplyCsi($">4;{_state.ModifyOtherKeys}m");
    }

    private void ReplyTerminalParameters(int request)
    {
        if (request is 0 or 1) ReplyCsi($"{request + 2};1;1;128;128;1;0x");
    }

    /// <summary>XTWINOPS: only reports and the title stack; nothing here moves or resizes a window.</summary>
    private void WindowOperation(in CsiSequence s)
    {
        var (width, height) = CellPixels;
        switch (s.Value(0))
        {
            case 11: ReplyCsi("1t"); break; // Not iconified.
            case 13: ReplyCsi("3;0;0t"); break;
            case 14: ReplyCsi($"4;{_size.Rows * height};{_size.Columns * width}t"); break;
            case 15: ReplyCsi($"5;{_size.Rows * height};{_size.Columns * width}t"); break;
            case 16: ReplyCsi($"6;{height};{width}t"); break;
            case 18: ReplyCsi($"8;{_size.Rows};{_size.Columns}t"); break;
            case 19: ReplyCsi($"9;{_size.Rows};{_size.Columns}t"); break;
            case 20: ReplyTitle('L', IconName); break;
            case 21: ReplyTitle('l', Title); break;
            case 22: PushTitle(s.Value(1)); break;
            case 23: PopTitle(s.Value(1)); break;
        }
    }

    private void ReportResize()
    {
        var (width, height) = CellPixels;
        ReplyCsi($"48;{_size.Rows};{_size.Columns};{_size.Rows * height};{_size.Columns * width}t");
    }
}
