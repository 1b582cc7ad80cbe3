using System.Text;
using Orchtui.Terminal.Input;

namespace Orchtui.Terminal.Tests.Input;

public sealed class InputDecoderTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("é", "é")]
    [InlineData("\x03", "C-c")]
    [InlineData("\0", "C-Space")]
    [InlineData("\r", "Enter")]
    [InlineData("\t", "Tab")]
    [InlineData("\x7f", "BSpace")]
    [InlineData("\ex", "M-x")]
    [InlineData("\e\x01", "C-M-a")]
    [InlineData("\e[A", "Up")]
    [InlineData("\eOA", "Up")]
    [InlineData("\e[1;5C", "C-Right")]
    [InlineData("\e[1;4D", "M-S-Left")]
    [InlineData("\e[3~", "DC")]
    [InlineData("\e[5;2~", "S-PageUp")]
    [InlineData("\eOP", "F1")]
    [InlineData("\e[15;2~", "S-F5")]
    [InlineData("\e[24~", "F12")]
    [InlineData("\e[Z", "BTab")]
    [InlineData("\e\e[A", "M-Up")]
    [InlineData("\e[27;5;9~", "C-Tab")]
    [InlineData("\e[27;5;109~", "C-m")]
    [InlineData("\e[97;5u", "C-a")]
    [InlineData("\e[13;2u", "S-Enter")]
    [InlineData("\e[57376;5u", "C-F13")]
    [InlineData("\e[[B", "F2")]
    [InlineData("\eOM", "KPEnter")]
    public void A_key_is_recognised_in_each_of_its_forms(string bytes, string name)
    {
        var key = Assert.IsType<KeyInput>(Assert.Single(Decode(bytes))).Key;
        Assert.Equal(name, KeyName.Format(key));
    }

    [Fact]
    public void A_kitty_key_carries_type_alternates_and_text()
    {
        var key = Assert.IsType<KeyInput>(Assert.Single(Decode("\e[97:65:113;2:3;65u"))).Key;
        Assert.Equal(new Rune('a'), key.Rune);
        Assert.Equal(new Rune('A'), key.Shifted);
        Assert.Equal(new Rune('q'), key.BaseLayout);
        Assert.Equal(KeyEventType.Release, key.Type);
        Assert.Equal("A", key.Text);
    }

    [Fact]
    public void A_legacy_key_keeps_its_bytes()
    {
        var key = Assert.IsType<KeyInput>(Assert.Single(Decode("\e[1;5C"))).Key;
        Assert.Equal("\e[1;5C", Encoding.UTF8.GetString(key.Raw.Span));
    }

    [Fact]
    public void A_lone_escape_waits_for_the_callers_delay()
    {
        var decoder = new InputDecoder();
        var events = new List<InputEvent>();
        decoder.Decode("\e"u8, events);
        Assert.Empty(events);
        Assert.True(decoder.HasPending);
        decoder.FlushEscape(events);
        Assert.Equal(Key.Escape, Assert.IsType<KeyInput>(Assert.Single(events)).Key.Key);
        Assert.False(decoder.HasPending);
    }

    [Fact]
    public void An_unfinished_sequence_becomes_keys_when_flushed()
    {
        var decoder = new InputDecoder();
        var events = new List<InputEvent>();
        decoder.Decode("\e["u8, events);
        decoder.FlushEscape(events);
        Assert.Equal("M-[", KeyName.Format(Assert.IsType<KeyInput>(Assert.Single(events)).Key));
    }

    [Fact]
    public void An_answer_in_progress_is_not_flushed_into_typing()
    {
        var decoder = new InputDecoder();
        var events = new List<InputEvent>();
        decoder.Decode("\e]11;rgb:00"u8, events);
        decoder.FlushEscape(events);
        decoder.Decode("00/0000/0000\a"u8, events);
        Assert.Equal("11;rgb:0000/0000/0000", Assert.IsType<ReplyEvent>(Assert.Single(events)).Text);
    }

    [Theory]
    [InlineData("\e[<0;5;3M", MouseButton.Left, MouseAction.Press, 2, 4, KeyModifiers.None)]
    [InlineData("\e[<2;1;1m", MouseButton.Right, MouseAction.Release, 0, 0, KeyModifiers.None)]
    [InlineData("\e[<65;10;20M", MouseButton.WheelDown, MouseAction.Press, 19, 9, KeyModifiers.None)]
    [InlineData("\e[<48;1;1M", MouseButton.Left, MouseAction.Motion, 0, 0, KeyModifiers.Ctrl)]
    [InlineData("\e[<35;7;8M", MouseButton.None, MouseAction.Motion, 7, 6, KeyModifiers.None)]
    [InlineData("\e[M %$", MouseButton.Left, MouseAction.Press, 3, 4, KeyModifiers.None)]
    [InlineData("\e[M#%$", MouseButton.None, MouseAction.Release, 3, 4, KeyModifiers.None)]
    public void A_mouse_event_is_decoded(string bytes, MouseButton button, MouseAction action, int row, int column, KeyModifiers modifiers)
    {
        var mouse = Assert.IsType<MouseInput>(Assert.Single(Decode(bytes))).Mouse;
        Assert.Equal(new MouseEvent(button, action, new CellPosition(row, column), modifiers), mouse);
    }

    [Theory]
    [InlineData("\e[?62;22c", ReplyKind.DeviceAttributes, "62,22", "")]
    [InlineData("\e[>41;1;0c", ReplyKind.SecondaryAttributes, "41,1,0", "")]
    [InlineData("\e[?1u", ReplyKind.KittyFlags, "1", "")]
    [InlineData("\e[?2026;2$y", ReplyKind.Mode, "2026,2", "")]
    [InlineData("\e[12;40R", ReplyKind.CursorPosition, "12,40", "")]
    [InlineData("\e[?997;1n", ReplyKind.Status, "997,1", "")]
    [InlineData("\e[6;20;10t", ReplyKind.Window, "6,20,10", "")]
    [InlineData("\eP>|ghostty 1.2\e\\", ReplyKind.Version, "", "ghostty 1.2")]
    [InlineData("\eP1+r4D73=AB\e\\", ReplyKind.Dcs, "", "1+r4D73=AB")]
    [InlineData("\e]10;rgb:ff/ff/ff\e\\", ReplyKind.Osc, "", "10;rgb:ff/ff/ff")]
    [InlineData("\e_Gi=1;OK\e\\", ReplyKind.Apc, "", "Gi=1;OK")]
    public void An_answer_to_a_query_is_not_a_key(string bytes, ReplyKind kind, string parameters, string text)
    {
        var reply = Assert.IsType<ReplyEvent>(Assert.Single(Decode(bytes)));
        Assert.Equal(kind, reply.Kind);
        Assert.Equal(parameters, string.Join(',', reply.Parameters));
        Assert.Equal(text, reply.Text);
    }

    [Fact]
    public void F3_with_modifiers_is_a_cursor_position_only_while_one_is_expected()
    {
        Assert.Equal("S-F3", KeyName.Format(Assert.IsType<KeyInput>(Assert.Single(Decode("\e[1;2R"))).Key));
        var decoder = new InputDecoder { ExpectCursorPosition = true };
        var events = new List<InputEvent>();
        decoder.Decode("\e[1;2R"u8, events);
        Assert.IsType<ReplyEvent>(Assert.Single(events));
    }

    [Fact]
    public void A_paste_is_passed_on_in_pieces_and_may_hold_escape_sequences()
    {
        var events = Decode("\e[200~one\e[A\e[20two\e[201~x");
        Assert.Equal("one\e[A\e[20two", PasteText(events));
        Assert.Equal("x", KeyName.Format(Assert.IsType<KeyInput>(events[^1]).Key));
    }

    [Fact]
    public void Any_split_gives_the_same_events()
    {
        const string input = "aé日\e[1;5C\e[<0;5;3M\e[200~pas\e[te\e[201~\e[I\e]11;rgb:0/0/0\e\\\e[97:65;2:1;65u\eOP\e\e[Bz\e[?1;2c\eP>|t\e\\\e[M %$q";
        var whole = Describe(Decode(input));
        var bytes = Encoding.UTF8.GetBytes(input);
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var decoder = new InputDecoder();
            var events = new List<InputEvent>();
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(seed == 0 ? 1 : random.Next(1, 6), bytes.Length - at);
                decoder.Decode(bytes.AsSpan(at, length), events);
                at += length;
            }

            Assert.Equal(whole, Describe(events));
        }
    }

    [Fact]
    public void Random_bytes_never_throw_and_never_stay_pending_without_bound()
    {
        var random = new Random(11);
        var decoder = new InputDecoder();
        var events = new List<InputEvent>();
        var bytes = new byte[64];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            for (var j = 0; j < bytes.Length; j++)
                if (random.Next(4) == 0) bytes[j] = (byte)"\e[]PO<;:012MmuR~\\?$"[random.Next(19)];
            decoder.Decode(bytes, events);
            if (random.Next(10) == 0) decoder.FlushEscape(events);
            events.Clear();
        }
    }

    private static List<InputEvent> Decode(string text)
    {
        var decoder = new InputDecoder();
        var events = new List<InputEvent>();
        decoder.Decode(Encoding.UTF8.GetBytes(text), events);
        Assert.False(decoder.HasPending);
        return events;
    }

    private static string PasteText(IEnumerable<InputEvent> events)
    {
        var pastes = events.OfType<PasteInput>().ToList();
        Assert.True(pastes[0].IsFirst);
        Assert.True(pastes[^1].IsLast);
        return string.Concat(pastes.Select(paste => Encoding.UTF8.GetString(paste.Data.Span)));
    }

    private static string Describe(List<InputEvent> events)
    {
        var parts = new List<string>();
        foreach (var one in events)
        {
            if (one is KeyInput key)
                parts.Add(KeyName.Format(key.Key) + key.Key.Type + key.Key.Text + Convert.ToHexString(key.Key.Raw.Span));
            else if (one is ReplyEvent reply) parts.Add($"{reply.Kind} {string.Join(',', reply.Parameters)} {reply.Text}");
            else if (one is not PasteInput) parts.Add(one.ToString());
        }

        parts.Add(PasteText(events));
        return string.Join('\n', parts);
    }
}
