using System.Text;
using Orchtui.Terminal.Input;

namespace Orchtui.Terminal.Tests.Input;

/// <summary>Whatever a read brings at once, the events are the same: every case is cut at every place.</summary>
public sealed class InputSplitTests
{
    public static TheoryData<string> Cases() =>
    [
        "a", "é", "日", "👍", "\x03", "\0", "\r", "\t", "\x7f", "\ex", "\eé", "\e\x01", "\e\r", "\e\x7f",
        "\e[A", "\eOA", "\e[1;5C", "\e[H", "\eOF", "\e[3~", "\e[5;2~", "\eOP", "\e[15;2~", "\e[24~", "\e[Z", "\e\e[A", "\e\eOP",
        "\e[27;5;9~", "\e[27;6;65~", "\e[97;5u", "\e[13;2u", "\e[57376;5u", "\e[57428u", "\e[57454;1:3u", "\e[57398u", "\e[[B", "\eOM", "\eOp",
        "\e[97:65:113;2:3;65u", "\e[97;;97u", "\e[1;1:3A", "\e[3;1:2~", "\e[97;129u", "\e[5^", "\e[3@", "\e[a",
        "\e[<0;5;3M", "\e[<2;1;1m", "\e[<65;10;20M", "\e[<48;1;1M", "\e[<131;300;200M", "\e[M %$", "\e[M#%$", "\e[32;5;3M", "\e[67;5;3M",
        "\e[I", "\e[O", "\e[?62;22c", "\e[>41;1;0c", "\e[?1u", "\e[?2026;2$y", "\e[12;40R", "\e[?997;1n", "\e[6;20;10t",
        "\eP>|ghostty 1.2\e\\", "\eP1+r4D73=AB\e\\", "\e]10;rgb:ff/ff/ff\e\\", "\e]11;rgb:0/0/0\a", "\e_Gi=1;OK\e\\",
        "\e[200~text\e[201~", "\e[200~\e[201~", "\e[200~a\e[A\e[20\e[201\r\nb\e[201~", "\e[1;2R", "\e[1;5P",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_split_of_a_case_gives_the_same_events(string input)
    {
        // What follows shows that nothing of the case is left over.
        var bytes = Encoding.UTF8.GetBytes(input + "z");
        var whole = Events(bytes, []);
        Assert.True(whole.Split('\n').Length >= 2, whole);
        for (var first = 1; first < bytes.Length; first++)
        {
            Assert.Equal(whole, Events(bytes, [first]));
            for (var second = first + 1; second < bytes.Length; second++) Assert.Equal(whole, Events(bytes, [first, second]));
        }

        Assert.Equal(whole, Events(bytes, [.. Enumerable.Range(1, bytes.Length - 1)]));
    }

    [Fact]
    public void All_cases_in_a_row_come_as_each_by_itself()
    {
        var cases = ((IEnumerable<object[]>)Cases()).Select(row => (string)row[0]).ToList();
        var expected = string.Join('\n', cases.Select(one => Events(Encoding.UTF8.GetBytes(one), [])));
        var random = new Random(3);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(cases));
        for (var round = 0; round < 40; round++)
        {
            var cuts = Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(1, bytes.Length)).Distinct().Order().ToArray();
            Assert.Equal(expected, Events(bytes, cuts));
        }
    }

    [Theory]
    [InlineData("\e[57428u", Key.MediaPlay)]
    [InlineData("\e[57440u", Key.VolumeMute)]
    [InlineData("\e[57388u", Key.F25)]
    [InlineData("\e[57398u", Key.F35)]
    [InlineData("\e[57453u", Key.IsoLevel3Shift)]
    [InlineData("\e[57427u", Key.KeypadBegin)]
    [InlineData("\e[57358u", Key.CapsLock)]
    public void A_key_of_the_protocol_has_its_name(string bytes, Key key) =>
        Assert.Equal(key, Assert.IsType<KeyInput>(Assert.Single(Decode(Encoding.UTF8.GetBytes(bytes), []))).Key.Key);

    [Theory]
    [InlineData("\e[57500u")]
    [InlineData("\e[63743;5u")]
    [InlineData("\e[57344u")]
    public void A_key_of_the_protocol_that_is_not_known_is_no_character(string bytes) =>
        Assert.Empty(Decode(Encoding.UTF8.GetBytes(bytes), []));

    [Theory]
    [InlineData("x")]
    [InlineData("日本")]
    [InlineData("\e[A")]
    [InlineData("\ex")]
    [InlineData("\e[97;5u")]
    [InlineData("\e[200~text\e[201~")]
    public void Only_an_escape_alone_waits(string input)
    {
        var decoder = new InputDecoder();
        var events = new List<InputEvent>();
        decoder.Decode(Encoding.UTF8.GetBytes(input), events);
        Assert.False(decoder.HasPending);
        Assert.NotEmpty(events);
        decoder.Decode("\e"u8, events);
        Assert.True(decoder.HasPending);
    }

    private static List<InputEvent> Decode(byte[] bytes, int[] cuts)
    {
        var decoder = new InputDecoder();
        var events = new List<InputEvent>();
        var from = 0;
        foreach (var cut in (int[])[.. cuts, bytes.Length])
        {
            decoder.Decode(bytes.AsSpan(from, cut - from), events);
            from = cut;
        }

        Assert.False(decoder.HasPending);
        return events;
    }

    /// <summary>The events as text; the pieces of a paste, which may be cut as the reads are, put together.</summary>
    private static string Events(byte[] bytes, int[] cuts)
    {
        var parts = new List<string>();
        var paste = "";
        foreach (var one in Decode(bytes, cuts))
        {
            switch (one)
            {
                case KeyInput { Key: var key }:
                    parts.Add($"{KeyName.Format(key)} {key.Type} {key.Modifiers} {key.Shifted.Value} {key.BaseLayout.Value} {key.Text} {Convert.ToHexString(key.Raw.Span)}");
                    break;
                case ReplyEvent reply:
                    parts.Add($"{reply.Kind} {string.Join(',', reply.Parameters)} {reply.Text}");
                    break;
                case PasteInput piece:
                    paste += Convert.ToHexString(piece.Data.Span);
                    if (piece.IsLast) parts.Add($"paste {paste}");
                    if (piece.IsLast) paste = "";
                    break;
                default:
                    parts.Add(one.ToString());
                    break;
            }
        }

        return string.Join('\n', parts);
    }
}
