using System.Text;
using Orchtui.Mux.Composition;
using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Composition;

/// <summary>Clusters that an outer terminal may take to be wider or narrower than the pane does.</summary>
public class DisputedClusterTests
{
    private readonly GlyphTable _glyphs = new();

    [Theory]
    [InlineData("\U0001f468\u200d\U0001f469\u200d\U0001f467")]
    [InlineData("\U0001f44d\U0001f3fd")]
    [InlineData("\U0001f1e9\U0001f1ea")]
    [InlineData("\u2764\ufe0f")]
    public void It_is_drawn_on_blanks_and_what_follows_is_placed_in_its_column(string text) =>
        Assert.Contains($"a  \e[1;2H{text}\e[1;4H|end", Drawn("a" + text + "|end"));

    [Fact]
    public void Letters_with_accents_are_drawn_in_one_go() => Assert.Contains("ae\u0301|end", Drawn("ae\u0301|end"));

    [Fact]
    public void Cells_that_a_joiner_did_not_join_stay_apart() => Assert.Contains("abc|end", Drawn("a\u200db\u200dc|end"));

    [Fact]
    public void A_joiner_at_the_end_of_a_cell_is_not_sent()
    {
        Assert.Equal('a', _glyphs.Cluster("a\u200d"));
        Assert.Equal("e\u0301", _glyphs.ClusterText(_glyphs.Cluster("e\u0301\u200d")));
    }

    [Theory]
    [InlineData("\u00e9", false)]
    [InlineData("\u1ea1\u0308", false)]
    [InlineData("\u2764\ufe0f", true)]
    [InlineData("\U0001f1e9\U0001f1ea", true)]
    [InlineData("\U0001f44d\U0001f3fd", true)]
    public void Letters_with_accents_are_as_wide_as_the_letter_everywhere(string text, bool isDisputed) =>
        Assert.Equal(isDisputed, _glyphs.IsDisputed(_glyphs.Cluster(text.Normalize(NormalizationForm.FormD))));

    /// <summary>What an outer terminal is sent that shows a row full of 'x'.</summary>
    private string Drawn(string text)
    {
        var writer = new FrameWriter(_glyphs, ColorDepth.True);
        writer.Row(0, SurfaceOf(new string('x', 20)).Row(0), SurfaceOf(text).Row(0));
        return Encoding.UTF8.GetString(writer.Written);
    }

    private Surface SurfaceOf(string text)
    {
        using var pane = new Emulator(new CellSize(20, 1), new EmulatorOptions { ScrollbackLines = 0 });
        pane.Write(Encoding.UTF8.GetBytes(text));
        var surface = new Surface(20, 1, _glyphs);
        new GlyphMap(pane, _glyphs).Copy(pane.Row(0), surface.Row(0));
        return surface;
    }
}
