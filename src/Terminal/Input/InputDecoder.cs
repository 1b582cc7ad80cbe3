using System.Buffers;
using System.Text;

namespace Orchtui.Terminal.Input;

/// <summary>
/// Turns what the outer terminal sends into events: keys in the legacy, modifyOtherKeys and kitty forms, mouse, focus, pastes, and the
/// answers to queries. Any split between reads gives the same events. What may yet become a longer sequence stays pending; an ESC alone
/// is told from the beginning of a sequence only by time, so the caller waits its own delay and then calls <see cref="FlushEscape"/>.
/// </summary>
public sealed partial class InputDecoder
{
    /// <summary>Longer than any answer of a terminal that is of use; what is longer is dropped.</summary>
    private const int MaxPendingBytes = 64 << 10;

    private const int NeedMore = 0;

    private readonly ArrayBufferWriter<byte> _pending = new(256);
    private bool _pasting;
    private bool _pasteBegun;

    /// <summary>Set while the answer to CPR is awaited: CSI 1;n R is then a cursor position and not F3 with modifiers.</summary>
    public bool ExpectCursorPosition { get; set; }

    /// <summary>The beginning of a sequence waits for its rest; if none comes within the escape delay, call <see
    /// cref="FlushEscape"/>.</summary>
    public bool HasPending => _pending.WrittenCount > 0 && !_pasting;

    /// <summary>Decodes a read and adds its events to the list.</summary>
    public void Decode(ReadOnlySpan<byte> input, ICollection<InputEvent> events)
    {
        if (_pending.WrittenCount == 0)
        {
            Keep(input[Consume(input, events)..]);
            return;
        }

        _pending.Write(input);
        var data = _pending.WrittenSpan.ToArray();
        _pending.ResetWrittenCount();
        Keep(data.AsSpan(Consume(data, events)));
    }

    /// <summary>The rest did not come: what is pending are keys. The beginning of an answer (a string) goes on waiting.</summary>
    public void FlushEscape(ICollection<InputEvent> events)
    {
        if (!HasPending) return;
        var data = _pending.WrittenSpan.ToArray();
        if (data.Length > 2 && data[0] == 0x1b && data[1] is (byte)']' or (byte)'P' or (byte)'_') return;
        _pending.ResetWrittenCount();
        var rest = data.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = rest[0] == 0x1b ? AsKeys(rest, events) : Math.Max(Next(rest, events), 1);
            rest = rest[length..];
        }
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.Length <= MaxPendingBytes) _pending.Write(rest);
    }

    private int Consume(ReadOnlySpan<byte> data, ICollection<InputEvent> events)
    {
        var at = 0;
        while (at < data.Length)
        {
            var length = _pasting ? Paste(data[at..], events) : Next(data[at..], events);
            if (length == NeedMore) break;
            at += length;
        }

        return at;
    }

    /// <summary>Decodes the event at the front and returns its length, or <see cref="NeedMore"/>.</summary>
    private int Next(ReadOnlySpan<byte> data, ICollection<InputEvent> events)
    {
        if (data[0] != 0x1b) return Character(data, 0, KeyModifiers.None, events);
        if (data.Length == 1) return NeedMore;
        switch ((char)data[1])
        {
            case '[': return Csi(data, events);
            case 'O': return Ss3(data, events);
            case ']' when data.Length == 2 || char.IsAsciiDigit((char)data[2]): return String(data, ReplyKind.Osc, events);
            case 'P' when data.Length == 2 || "0123456789>!$+".Contains((char)data[2]): return String(data, ReplyKind.Dcs, events);
            case '_' when data.Length == 2 || data[2] == 'G': return String(data, ReplyKind.Apc, events);
            case '\e': return AltSequence(data, events);
            default: return Character(data, 1, KeyModifiers.Alt, events);
        }
    }

    /// <summary>ESC in front of a whole sequence is Alt with it, as rxvt and others send it.</summary>
    private int AltSequence(ReadOnlySpan<byte> data, ICollection<InputEvent> events)
    {
        if (data.Length == 2) return NeedMore;
        if (data[2] is not ((byte)'[' or (byte)'O'))
        {
            Add(events, new KeyEvent(Key.Escape), data[..1]);
            return 1;
        }

        var inner = new List<InputEvent>();
        var length = Next(data[1..], inner);
        if (length == NeedMore) return NeedMore;
        foreach (var one in inner)
        {
            if (one is KeyInput { Key: var key }) Add(events, key with { Modifiers = key.Modifiers | KeyModifiers.Alt }, data[..(length + 1)]);
            else events.Add(one);
        }

        return length + 1;
    }

    /// <summary>One character from <paramref name="at"/> on; what stands before it is part of the key.</summary>
    private static int Character(ReadOnlySpan<byte> data, int at, KeyModifiers modifiers, ICollection<InputEvent> events)
    {
        var b = data[at];
        if (b is < 0x20 or 0x7f)
        {
            Add(events, Control(b, modifiers), data[..(at + 1)]);
            return at + 1;
        }

        var status = Rune.DecodeFromUtf8(data[at..], out var rune, out var length);
        if (status == OperationStatus.NeedMoreData) return NeedMore;
        Add(events, new KeyEvent(rune, modifiers), data[..(at + length)]);
        return at + length;
    }

    private static KeyEvent Control(byte b, KeyModifiers modifiers) => b switch
    {
        0x1b => new KeyEvent(Key.Escape, modifiers),
        0x0d => new KeyEvent(Key.Enter, modifiers),
        0x09 => new KeyEvent(Key.Tab, modifiers),
        0x7f => new KeyEvent(Key.Backspace, modifiers),
        0x00 => new KeyEvent(new Rune(' '), modifiers | KeyModifiers.Ctrl),
        <= 0x1a => new KeyEvent(new Rune((char)(b + 0x60)), modifiers | KeyModifiers.Ctrl),
        _ => new KeyEvent(new Rune((char)(b + 0x40)), modifiers | KeyModifiers.Ctrl),
    };

    /// <summary>ESC and, if one follows, the character that is typed with Alt.</summary>
    private static int AsKeys(ReadOnlySpan<byte> data, ICollection<InputEvent> events)
    {
        if (data.Length > 1)
        {
            var length = Character(data, 1, KeyModifiers.Alt, events);
            if (length != NeedMore) return length;
        }

        Add(events, new KeyEvent(Key.Escape), data[..1]);
        return 1;
    }

    private static void Add(ICollection<InputEvent> events, KeyEvent key, ReadOnlySpan<byte> raw) =>
        events.Add(new KeyInput(key with { Raw = raw.ToArray() }));

    /// <summary>Passes on a paste up to its end marker, holding back only what may be the marker's beginning.</summary>
    private int Paste(ReadOnlySpan<byte> data, ICollection<InputEvent> events)
    {
        var marker = "\e[201~"u8;
        var end = data.IndexOf(marker);
        if (end >= 0)
        {
            events.Add(new PasteInput(data[..end].ToArray(), !_pasteBegun, IsLast: true));
            _pasting = false;
            return end + marker.Length;
        }

        var held = 0;
        for (var length = Math.Min(marker.Length - 1, data.Length); length > 0; length--)
        {
            if (!data.EndsWith(marker[..length])) continue;
            held = length;
            break;
        }

        var taken = data.Length - held;
        if (taken == 0) return NeedMore;
        events.Add(new PasteInput(data[..taken].ToArray(), !_pasteBegun, IsLast: false));
        _pasteBegun = true;
        return taken;
    }

    private void BeginPaste()
    {
        _pasting = true;
        _pasteBegun = false;
    }

    private static int String(ReadOnlySpan<byte> data, ReplyKind kind, ICollection<InputEvent> events)
    {
        for (var at = 2; at < data.Length; at++)
        {
            if (data[at] == 0x07 && kind == ReplyKind.Osc)
            {
                AddReply(data[2..at], kind, events);
                return at + 1;
            }

            if (data[at] != 0x1b) continue;
            if (at + 1 == data.Length) return NeedMore;
            if (data[at + 1] == '\\') AddReply(data[2..at], kind, events);
            // Any other ESC cuts the answer short: what there was of it is no typing either.
            return data[at + 1] == '\\' ? at + 2 : at;
        }

        return data.Length > MaxPendingBytes ? data.Length : NeedMore;
    }

    private static void AddReply(ReadOnlySpan<byte> text, ReplyKind kind, ICollection<InputEvent> events)
    {
        if (kind == ReplyKind.Dcs && text.StartsWith(">|"u8))
        {
            kind = ReplyKind.Version;
            text = text[2..];
        }

        events.Add(new ReplyEvent(kind, [], Encoding.UTF8.GetString(text)));
    }
}
