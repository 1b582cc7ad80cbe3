using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

public class GlyphTableTests
{
    private readonly GlyphTable _glyphs = new();

    [Fact]
    public void Equal_clusters_have_one_id_and_their_text_comes_back()
    {
        var id = _glyphs.Cluster("e\u0301");
        Assert.Equal(id, _glyphs.Cluster("e\u0301"));
        Assert.NotEqual(id, _glyphs.Cluster("e\u0302"));
        Assert.NotEqual(0u, id & Cell.ClusterFlag);
        Assert.Equal("e\u0301", _glyphs.ClusterText(id));
    }

    [Fact]
    public void Past_the_limit_a_cluster_is_shown_by_its_first_code_point()
    {
        for (var i = 0; i < 1 << 16; i++) _glyphs.Cluster($"a{i}");
        Assert.Equal((uint)'b', _glyphs.Cluster("b\u0301"));
        Assert.Equal("a17", _glyphs.ClusterText(_glyphs.Cluster("a17")));
    }

    [Fact]
    public void Past_the_limit_an_extra_is_left_out()
    {
        Assert.Equal(0, _glyphs.Extra(default));
        for (var i = 1; i < ushort.MaxValue; i++) Assert.Equal(i, _glyphs.Extra(Link(i)));
        Assert.Equal(0, _glyphs.Extra(Link(ushort.MaxValue)));
        Assert.Equal(5, _glyphs.Extra(Link(5)));
        Assert.Equal(Link(5), _glyphs.ExtraOf(5));
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("界", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("\u0301", 0)]
    [InlineData("a\x1b[31m\r\nb", 6)]
    public void Width_counts_columns_and_leaves_control_characters_out(string text, int width) => Assert.Equal(width, _glyphs.Width(text));

    [Fact]
    public void Half_a_surrogate_pair_takes_the_column_of_the_replacement_character() => Assert.Equal(2, _glyphs.Width("\ud800x"));

    [Fact]
    public void A_glyph_turns_back_into_text()
    {
        var text = new StringBuilder();
        _glyphs.Append(0, text);
        _glyphs.Append('x', text);
        _glyphs.Append(0x1f600, text);
        _glyphs.Append(_glyphs.Cluster("e\u0301"), text);
        Assert.Equal(" x😀e\u0301", text.ToString());
    }

    private static CellExtra Link(int number) => new(default, new Hyperlink("", $"https://example.com/{number}"));
}
