using System.Text;

namespace Orchtui.Terminal.Input;

public sealed partial class InputDecoder
{
    /// <summary>No key or answer is longer; what is longer is taken for noise.</summary>
    private const int MaxCsiBytes = 256;

    private const int MaxParameterValue = 0x10_ffff;

    private int Csi(ReadOnlySpan<byte> data, ICollection<InputEvent> events)
    {
        if (data.Length == 2) return NeedMore;
        if (data[2] == '[') return LinuxFunctionKey(data, events);
        if (data[2] == 'M') return X10Mouse(data, events);
        var at = 2;
        while (at < data.Length && data[at] is >= 0x20 and <= 0x3f) at++;
        if (at == data.Length) return at < MaxCsiBytes ? NeedMore : at;
        if (data[at] is < 0x40 or > 0x7e)
        {
            // Not a sequence: the person typed Alt+[ and something else.
            Add(events, new KeyEvent(new Rune('['), KeyModifiers.Alt), data[..2]);
            return 2;
        }

        Dispatch(data[..(at + 1)], events);
        return at + 1;
    }

    private void Dispatch(ReadOnlySpan<byte> sequence, ICollection<InputEvent> events)
    {
        var final = (char)sequence[^1];
        var body = sequence[2..^1];
        var prefix = body.Length > 0 && body[0] is >= (byte)'<' and <= (byte)'?' ? (char)body[0] : '\0';
        var intermediate = body.Length > 0 && body[^1] is >= 0x20 and <= 0x2f ? (char)body[^1] : '\0';
        var parameters = Parameters(body[(prefix == 0 ? 0 : 1)..]);
        if (prefix == '<' && final is 'M' or 'm') AddMouse(parameters, 0, final == 'm', events);
        else if (prefix == 0 && final == 'M' && parameters.Length == 3) AddMouse(parameters, 32, released: false, events);
        else if (intermediate == '$' && final == 'y') events.Add(new ReplyEvent(ReplyKind.Mode, Flat(parameters), ""));
        else if (prefix != 0 || final is 't' or 'n') AddCsiReply(prefix, final, parameters, events);
        else if (intermediate == 0) AddKey(final, parameters, sequence, events);
    }

    private static void AddCsiReply(char prefix, char final, int[][] parameters, ICollection<InputEvent> events)
    {
        ReplyKind? kind = (prefix, final) switch
        {
            ('?', 'c') => ReplyKind.DeviceAttributes,
            ('>', 'c') => ReplyKind.SecondaryAttributes,
            ('?', 'u') => ReplyKind.KittyFlags,
            ('?', 'R') => ReplyKind.CursorPosition,
            (_, 'n') => ReplyKind.Status,
            (_, 't') => ReplyKind.Window,
            _ => null,
        };
        if (kind is { } known) events.Add(new ReplyEvent(known, Flat(parameters), ""));
    }

    private void AddKey(char final, int[][] parameters, ReadOnlySpan<byte> sequence, ICollection<InputEvent> events)
    {
        var first = Value(parameters, 0, 0);
        switch (final)
        {
            case 'I' when parameters.Length == 0: events.Add(new FocusInput(true)); return;
            case 'O' when parameters.Length == 0: events.Add(new FocusInput(false)); return;
            case 'R' when parameters.Length == 2 && (first != 1 || ExpectCursorPosition || Value(parameters, 1, 0) > 16):
                events.Add(new ReplyEvent(ReplyKind.CursorPosition, Flat(parameters), ""));
                return;
            case 'u': AddKittyKey(parameters, events); return;
            case '^' or '@' when KeyTables.FromTilde(first) is { } tilde: // rxvt's Ctrl, and Ctrl with Shift.
                Add(events, new KeyEvent(tilde, final == '^' ? KeyModifiers.Ctrl : KeyModifiers.Ctrl | KeyModifiers.Shift), sequence);
                return;
            case >= 'a' and <= 'd' when parameters.Length == 0: // rxvt's Shift with an arrow key.
                Add(events, new KeyEvent(KeyTables.FromLetter(char.ToUpperInvariant(final))!.Value, KeyModifiers.Shift), sequence);
                return;
            case 'Z': Add(events, new KeyEvent(Key.Tab, KeyModifiers.Shift), sequence); return;
            case '~' when first == 200: BeginPaste(); return;
            case '~' when first == 27 && parameters.Length >= 3: AddOtherKey(parameters, sequence, events); return;
        }

        var key = final == '~' ? KeyTables.FromTilde(first) : KeyTables.FromLetter(final);
        if (key is { } known) Add(events, WithModifiers(new KeyEvent(known), parameters), sequence);
    }

    /// <summary>modifyOtherKeys: CSI 27 ; modifiers ; code ~.</summary>
    private static void AddOtherKey(int[][] parameters, ReadOnlySpan<byte> sequence, ICollection<InputEvent> events)
    {
        if (FromCode(Value(parameters, 2, 0)) is { } key) Add(events, WithModifiers(key, parameters), sequence);
    }

    /// <summary>CSI code:shifted:base ; modifiers:type ; text u.</summary>
    private static void AddKittyKey(int[][] parameters, ICollection<InputEvent> events)
    {
        if (FromCode(Value(parameters, 0, 0)) is not { } key) return;
        key = WithModifiers(key, parameters) with
        {
            Shifted = ToRune(Value(parameters, 0, 1)),
            BaseLayout = ToRune(Value(parameters, 0, 2)),
        };
        if (parameters.Length > 2 && parameters[2].Length > 0 && parameters[2][0] > 0)
            key = key with { Text = string.Concat(parameters[2].Select(code => ToRune(code).ToString())) };
        events.Add(new KeyInput(key));
    }

    private static KeyEvent? FromCode(int code) =>
        KeyTables.FromKitty(code) is { } key ? new KeyEvent(key) : code >= 0x20 && Rune.IsValid(code) && !KeyTables.IsPrivate(code) ? new KeyEvent(new Rune(code)) : null;

    private static Rune ToRune(int code) => code > 0 && Rune.IsValid(code) ? new Rune(code) : default;

    private static KeyEvent WithModifiers(KeyEvent key, int[][] parameters)
    {
        var type = Value(parameters, 1, 1);
        return key with
        {
            Modifiers = (KeyModifiers)Math.Clamp(Value(parameters, 1, 0) - 1, 0, 255),
            Type = type is 2 or 3 ? (KeyEventType)type : KeyEventType.Press,
        };
    }

    private int Ss3(ReadOnlySpan<byte> data, ICollection<InputEvent> events)
    {
        if (data.Length == 2) return NeedMore;
        var final = (char)data[2];
        var key = KeyTables.FromLetter(final) ?? KeyTables.FromKeypadFinal(final);
        if (key is { } known)
        {
            Add(events, new KeyEvent(known), data[..3]);
            return 3;
        }

        Add(events, new KeyEvent(new Rune('O'), KeyModifiers.Alt), data[..2]);
        return 2;
    }

    /// <summary>The Linux console's F1 to F5: CSI [ A to E.</summary>
    private static int LinuxFunctionKey(ReadOnlySpan<byte> data, ICollection<InputEvent> events)
    {
        if (data.Length == 3) return NeedMore;
        if (data[3] is >= (byte)'A' and <= (byte)'E') Add(events, new KeyEvent(Key.F1 + (byte)(data[3] - 'A')), data[..4]);
        return 4;
    }

    private static int X10Mouse(ReadOnlySpan<byte> data, ICollection<InputEvent> events)
    {
        if (data.Length < 6) return NeedMore;
        if (data[3] >= 32 && data[4] > 32 && data[5] > 32)
            events.Add(new MouseInput(FromCode(data[3] - 32, data[4] - 32, data[5] - 32, released: false)));
        return 6;
    }

    /// <summary>SGR's form, or urxvt's, which adds 32 to the button as the oldest form does.</summary>
    private static void AddMouse(int[][] parameters, int offset, bool released, ICollection<InputEvent> events)
    {
        if (parameters.Length >= 3 && Value(parameters, 0, 0) >= offset)
            events.Add(new MouseInput(FromCode(Value(parameters, 0, 0) - offset, Value(parameters, 1, 0), Value(parameters, 2, 0), released)));
    }

    private static MouseEvent FromCode(int code, int column, int row, bool released)
    {
        var button = (MouseButton)((code & 3) + ((code & 64) != 0 ? 4 : 0) + ((code & 128) != 0 ? 8 : 0));
        var modifiers = (code & 4) != 0 ? KeyModifiers.Shift : KeyModifiers.None;
        if ((code & 8) != 0) modifiers |= KeyModifiers.Alt;
        if ((code & 16) != 0) modifiers |= KeyModifiers.Ctrl;
        var motion = (code & 32) != 0;
        var action = motion ? MouseAction.Motion : released || button == MouseButton.None ? MouseAction.Release : MouseAction.Press;
        return new MouseEvent(button, action, new CellPosition(Math.Max(row - 1, 0), Math.Max(column - 1, 0)), modifiers);
    }

    /// <summary>Semicolons separate parameters, colons their parts; an absent number is 0.</summary>
    private static int[][] Parameters(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0 && body[^1] is >= 0x20 and <= 0x2f) body = body[..^1];
        if (body.IsEmpty) return [];
        return [.. Encoding.ASCII.GetString(body).Split(';').Select(part => part.Split(':').Select(Number).ToArray())];
    }

    private static int Number(string digits) =>
        int.TryParse(digits, System.Globalization.NumberStyles.None, null, out var value) ? Math.Min(value, MaxParameterValue) : 0;

    private static int Value(int[][] parameters, int index, int part) =>
        index < parameters.Length && part < parameters[index].Length ? parameters[index][part] : 0;

    private static int[] Flat(int[][] parameters) => [.. parameters.Select(part => part[0])];
}
