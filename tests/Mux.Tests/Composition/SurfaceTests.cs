using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

public class SurfaceTests
{
    private readonly Surface _surface = new(10, 3, new GlyphTable());

    [Fact]
    public void Text_is_written_where_it_was_told_and_its_columns_are_returned()
    {
        Assert.Equal(5, _surface.Write(2, 1, "a界bc"));
        Assert.Equal("  a界bc", _surface.RowText(1));
        Assert.True(_surface.Row(1)[3].IsWide);
        Assert.True(_surface.Row(1)[4].IsWideTail);
    }

    [Fact]
    public void Text_is_cut_at_the_edge_and_at_the_limit()
    {
        Assert.Equal(4, _surface.Write(6, 0, "abcdefgh"));
        Assert.Equal(3, _surface.Write(0, 1, "abcdefgh", limit: 3));
        Assert.Equal(0, _surface.Write(0, 2, "abc", limit: -1));
        Assert.Equal(["      abcd", "abc", ""], Rows());
    }

    [Fact]
    public void A_wide_character_that_does_not_fit_whole_is_left_out()
    {
        Assert.Equal(1, _surface.Write(8, 0, "a界"));
        Assert.Equal(2, _surface.Write(0, 1, "界界", limit: 3));
        Assert.Equal(["        a", "界", ""], Rows());
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(10, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 3)]
    public void Drawing_outside_is_ignored(int column, int row)
    {
        Assert.Equal(0, _surface.Write(column, row, "x"));
        Assert.All(Rows(), text => Assert.Equal("", text));
    }

    [Fact]
    public void Filling_is_clipped_on_every_side()
    {
        _surface.Fill(new Rect(-5, -5, 100, 6), Style.Default.Cell('#'));
        _surface.Fill(new Rect(8, 2, 100, 100), Style.Default.Cell('#'));
        _surface.Fill(new Rect(20, 20, 3, 3), Style.Default.Cell('x'));
        _surface.Fill(new Rect(3, 1, -2, -2), Style.Default.Cell('x'));
        Assert.Equal(["##########", "", "        ##"], Rows());
    }

    [Theory]
    [InlineData(2, "x", " 界x界")]
    [InlineData(3, "x", " 界 x界")]
    [InlineData(2, "界", " 界界界")]
    [InlineData(1, "x", " x 界界")]
    public void Writing_over_one_half_of_a_wide_character_takes_the_other_half_too(int column, string text, string expected)
    {
        // Columns 1-2, 3-4 and 5-6 hold a wide character each.
        _surface.Write(1, 0, "界界界");
        _surface.Write(column, 0, text);
        AssertHalvesMatch();
        Assert.Contains(text, _surface.RowText(0));
        if (expected.Length > 0 && column == 1) Assert.Equal(expected, _surface.RowText(0));
    }

    [Fact]
    public void Filling_over_one_half_of_a_wide_character_takes_the_other_half_too()
    {
        _surface.Write(1, 0, "界界界");
        _surface.Fill(new Rect(2, 0, 2, 1), Style.Default.Cell('#'));
        Assert.Equal("  ##", _surface.RowText(0)[..4]);
        AssertHalvesMatch();
        Assert.EndsWith("界", _surface.RowText(0));
    }

    [Fact]
    public void A_field_is_filled_up_to_its_width()
    {
        _surface.Write(0, 0, "##########");
        _surface.Field(1, 0, 5, "ab");
        _surface.Write(0, 1, "##########");
        _surface.Field(1, 1, 5, "ab", right: true);
        Assert.Equal(["#ab   ####", "#   ab####", ""], Rows());
    }

    [Fact]
    public void Another_look_leaves_the_text()
    {
        _surface.Write(0, 0, "a界b");
        _surface.Restyle(new Rect(0, 0, 10, 1), Theme.Selected);
        Assert.Equal("a界b", _surface.RowText(0));
        Assert.All(_surface.Row(0).ToArray(), cell => Assert.Equal(CellAttributes.Inverse, cell.Attributes));
        AssertHalvesMatch();
    }

    [Fact]
    public void Random_drawing_never_leaves_half_a_wide_character()
    {
        var random = new Random(7);
        string[] texts = ["x", "界", "a界", "界界", "wide 界 text", "e\u0301", "👩‍👩‍👧", "\x1b[31m", ""];
        for (var i = 0; i < 20_000; i++)
        {
            var column = random.Next(-2, 12);
            var text = texts[random.Next(texts.Length)];
            if (random.Next(3) == 0) _surface.Fill(new Rect(column, random.Next(-1, 4), random.Next(-1, 5), random.Next(-1, 3)));
            else _surface.Write(column, random.Next(-1, 4), text, limit: random.Next(-1, 12));
            AssertHalvesMatch();
        }
    }

    private string[] Rows() => [.. Enumerable.Range(0, 3).Select(_surface.RowText)];

    private void AssertHalvesMatch()
    {
        for (var row = 0; row < _surface.Rows; row++)
        {
            var cells = _surface.Row(row);
            for (var column = 0; column < cells.Length; column++)
            {
                Assert.True(!cells[column].IsWide || (column + 1 < cells.Length && cells[column + 1].IsWideTail), $"({column},{row}) has no right half");
                Assert.True(!cells[column].IsWideTail || (column > 0 && cells[column - 1].IsWide), $"({column},{row}) has no left half");
            }
        }
    }
}
