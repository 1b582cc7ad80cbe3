using System.Diagnostics;
using Orchtui.Terminal.Search;

namespace Orchtui.Terminal.Tests.Search;

public sealed class TextPatternTests
{
    [Theory]
    [InlineData("warn", "warn WARN Warn", 3)]
    [InlineData("Warn", "warn WARN Warn", 1)]
    [InlineData(@"\Bar\W", "warn WAR, bar.", 2)]
    [InlineData(@"\p{Lu}\x41", "BA ba", 2)]
    [InlineData("é", "É é", 2)]
    public void Small_letters_match_capital_ones_unless_the_pattern_has_one(string pattern, string text, int matches) =>
        Assert.Equal(matches, Find(pattern, 40, text).Count);

    [Theory]
    [InlineData("(", "a ( is not closed")]
    [InlineData("a)", "a ) is not opened")]
    [InlineData("[a", "a [ is not closed")]
    [InlineData("*", "nothing to repeat")]
    [InlineData(@"a\", @"ends in a \")]
    [InlineData("[z-a]", "runs backwards")]
    [InlineData(@"(a)\1", "back references")]
    [InlineData("(?=a)b", "looking around")]
    [InlineData("((a{1000}){1000}){1000}", "very large repetitions")]
    public void What_cannot_be_searched_for_is_told_with_its_reason(string pattern, string reason)
    {
        Assert.Null(TextPattern.TryParse(pattern, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.Contains($"'{pattern}'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_match_spans_the_rows_that_a_line_is_wrapped_over()
    {
        var match = Assert.Single(Find("seven eight", 10, "one two three four five six seven eight nine"));
        Assert.Equal(new TextPosition(2, 8), match.From);
        Assert.Equal(new TextPosition(3, 8), match.Last);
    }

    [Fact]
    public void No_match_goes_beyond_the_end_of_a_line() => Assert.Empty(Find("two three", 10, "one two\r\nthree"));

    [Theory]
    [InlineData("two$", 1)]
    [InlineData("^one", 1)]
    [InlineData("^two", 0)]
    [InlineData(@"\btwo\b", 2)]
    [InlineData("x*", 0)]
    public void A_line_begins_and_ends_where_its_text_does(string pattern, int matches) =>
        Assert.Equal(matches, Find(pattern, 20, "one two   \r\n two three").Count);

    [Fact]
    public void Cells_are_counted_and_not_characters()
    {
        Assert.Equal(new TextMatch(new(0, 5), new(0, 7)), Assert.Single(Find("end", 20, "日本 end")));
        Assert.Equal(new TextMatch(new(0, 3), new(0, 3)), Assert.Single(Find("x", 20, "👩‍💻e\u0301x")));
        Assert.Equal(new TextMatch(new(0, 0), new(0, 2)), Assert.Single(Find("👩‍💻e\u0301", 20, "👩‍💻e\u0301x")));
        // The empty last column of a row whose wide character went to the next one is no text.
        Assert.Equal(new TextMatch(new(0, 3), new(1, 0)), Assert.Single(Find("d本", 5, "abcd本")));
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)*b")]
    [InlineData("(.*)*(.*)*x")]
    public void No_pattern_takes_long_however_it_is_made(string pattern)
    {
        var clock = Stopwatch.StartNew();
        Find(pattern, 200, new string('a', 20_000) + "!");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void A_pattern_of_very_many_states_ends_as_well()
    {
        var pattern = TextPattern.TryParse("(" + string.Join('|', Enumerable.Range(0, 9).Select(i => $"[ab]{{{90 + i}}}[b{i}]")) + ")c", out var problem);
        Assert.True(pattern is not null, problem);
        var random = new Random(1);
        var clock = Stopwatch.StartNew();
        using var emulator = Written(200, string.Concat(Enumerable.Range(0, 30_000).Select(_ => random.Next(2) == 0 ? 'a' : 'b')));
        var found = new List<TextMatch>();
        pattern.FindIn(TextOf(emulator), found, 10);
        Assert.Empty(found);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void No_more_is_found_than_is_wanted()
    {
        var found = new List<TextMatch>();
        using var emulator = Written(80, "x x x x x");
        TextPattern.TryParse("x", out _)!.FindIn(TextOf(emulator), found, 3);
        Assert.Equal(3, found.Count);
    }

    private static List<TextMatch> Find(string pattern, int columns, string text)
    {
        using var emulator = Written(columns, text);
        var found = new List<TextMatch>();
        var parsed = TextPattern.TryParse(pattern, out var problem);
        Assert.True(parsed is not null, problem);
        Assert.True(parsed.FindIn(TextOf(emulator), found, int.MaxValue));
        return found;
    }

    private static Emulator Written(int columns, string text)
    {
        var emulator = new Emulator(new CellSize(columns, 200), new EmulatorOptions());
        emulator.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return emulator;
    }

    private static SearchText TextOf(Emulator emulator)
    {
        var text = new SearchText(emulator);
        for (var row = 0; row < emulator.Size.Rows; row++) text.Append(row, emulator.Row(row), emulator.RowWrapped(row));
        return text;
    }
}
