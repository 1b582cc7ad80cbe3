namespace Orchtui.Terminal.Tests.Sequences;

/// <summary>What editing, scrolling and erasing leave on a screen of 8x7 that begins with five lettered rows.</summary>
public sealed class EditingTests
{
    private const string Letters = "abcde\r\nfghij\r\nklmno\r\npqrst\r\nuvwxy";
    private const string Columns = "\e[?69h\e[2;4s";
    private const string Rows = "\e[2;4r";

    [Theory]
    [InlineData("\e[1;2H\e[@", "a bcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData("\e[1;2H\e[2@", "a  bcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData("\e[1;2H\e[9@", "a\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + "\e[1;1H\e[9@", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + "\e[1;3H\e[@", "ab ce\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData("\e[1;2H\e[P", "acde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + "\e[1;3H\e[P", "abd e\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + "\e[1;3H\e[99P", "ab  e\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + "\e[1;1H\e[99P", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Rows + "\e[1;1H\e[99P", "\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData("\e[4h\e[1;1HX", "Xabcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + "\e[4h\e[1;3HX", "abXce\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData("\e[4h\e[1;1HX\e[1;1H\e[4lYZ", "YZbcde\nfghij\nklmno\npqrst\nuvwxy")]
    public void Characters_are_inserted_and_deleted_within_the_columns(string input, string expected) => AssertScreen(input, expected);

    [Theory]
    [InlineData("\e[2;1H\e[L", "abcde\n\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + Rows + "\e[2;3H\e[L", "abcde\nf   j\nkghio\nplmnt\nuvwxy")]
    [InlineData(Columns + Rows + "\e[2;3H\e[99L", "abcde\nf   j\nk   o\np   t\nuvwxy")]
    [InlineData(Columns + Rows + "\e[1;1H\e[L", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData("\e[2;1H\e[2M", "abcde\npqrst\nuvwxy")]
    [InlineData(Rows + "\e[2;3H\e[M", "abcde\nklmno\npqrst\n\nuvwxy")]
    [InlineData(Rows + "\e[1;3H\e[M", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + "\e[2;3H\e[M", "abcde\nflmnj\nkqrso\npvwxt\nu   y")]
    [InlineData(Columns + "\e[2;1H\e[M", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + Rows + "\e[2;3H\e[99M", "abcde\nf   j\nk   o\np   t\nuvwxy")]
    public void Lines_are_inserted_and_deleted_within_the_margins(string input, string expected) => AssertScreen(input, expected);

    [Theory]
    [InlineData("\e[S", "fghij\nklmno\npqrst\nuvwxy")]
    [InlineData("\e[99S", "")]
    [InlineData(Rows + "\e[1;1H\e[2S", "abcde\npqrst\n\n\nuvwxy")]
    [InlineData(Columns + "\e[1;1H\e[2S", "almne\nfqrsj\nkvwxo\np   t\nu   y")]
    [InlineData(Columns + Rows + "\e[99S", "abcde\nf   j\nk   o\np   t\nuvwxy")]
    [InlineData("\e[2T", "\n\nabcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Rows + "\e[1;1H\e[2T", "abcde\n\n\nfghij\nuvwxy")]
    [InlineData(Columns + "\e[2;1H\e[2T", "a   e\nf   j\nkbcdo\npghit\nulmny\n qrs\n vwx")]
    [InlineData(Columns + Rows + "\e[2T", "abcde\nf   j\nk   o\npghit\nuvwxy")]
    [InlineData("\e[2 @", "cde\nhij\nmno\nrst\nwxy")]
    [InlineData("\e[2 A", "  abcde\n  fghij\n  klmno\n  pqrst\n  uvwxy")]
    public void The_scroll_area_moves_wherever_the_cursor_is(string input, string expected) => AssertScreen(input, expected);

    [Theory]
    [InlineData("\e[1;2H\e['}", "a bcde\nf ghij\nk lmno\np qrst\nu vwxy")]
    [InlineData("\e[2;2H\e[2'~", "ade\nfij\nkno\npst\nuxy")]
    [InlineData(Columns + "\e[1;1H\e[9'}", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + "\e[1;3H\e['}", "ab ce\nfg hj\nkl mo\npq rt\nuv wy")]
    [InlineData(Columns + Rows + "\e[2;3H\e[99'~", "abcde\nfg  j\nkl  o\npq  t\nuvwxy")]
    [InlineData(Columns + Rows + "\e[3;2H\e6", "abcde\nf ghj\nk lmo\np qrt\nuvwxy")]
    [InlineData(Columns + Rows + "\e[3;4H\e9", "abcde\nfhi j\nkmn o\nprs t\nuvwxy")]
    [InlineData("\e[1;1H\e6", " abcde\n fghij\n klmno\n pqrst\n uvwxy")]
    [InlineData("\e[2;1H\e[?69h\e[2;4s\e[2;1H\e6", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    public void Columns_are_inserted_and_deleted_within_the_margins(string input, string expected) => AssertScreen(input, expected);

    [Theory]
    [InlineData("\e[1;1HX\e[b", "XXcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData("\e[1;1HX\e[b\e[2b", "XXcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + "\e[1;2HX\e[3b", "aXXXe\nfXhij\nklmno\npqrst\nuvwxy")]
    [InlineData(Rows + "\e[4;7HX\e[3b", "abcde\nklmno\npqrst XX\nXX\nuvwxy")]
    public void A_character_is_repeated_as_if_it_were_written(string input, string expected) => AssertScreen(input, expected);

    [Theory]
    [InlineData("\e[4;5r\e[3;1H\f\f\f", "abcde\nfghij\nklmno\nuvwxy")]
    [InlineData("\e[4;5r\e[3;1H\v\eD\eE", "abcde\nfghij\nklmno\nuvwxy")]
    [InlineData("\e[2;3r\e[4;1H\eM\eM\eM", "abcde\n\nfghij\npqrst\nuvwxy")]
    [InlineData(Columns + Rows + "\e[4;6H\n", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Columns + Rows + "\e[2;1H\eM", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    [InlineData(Rows + "\e[7;1H\n\n", "abcde\nfghij\nklmno\npqrst\nuvwxy")]
    public void Indexing_scrolls_only_at_the_margin_and_inside_the_columns(string input, string expected) => AssertScreen(input, expected);

    private static void AssertScreen(string input, string expected)
    {
        using var t = new EmulatorHarness(8, 7);
        t.Write(Letters + input);
        Assert.Equal(expected, t.Screen);
    }
}
