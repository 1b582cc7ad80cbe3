using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>How a text of our own screens looks. The default is the outer terminal's own look.</summary>
public readonly record struct Style(Color Foreground, Color Background, CellAttributes Attributes)
{
    public static readonly Style Default;

    public static Style Of(Color foreground) => new(foreground, Color.Default, CellAttributes.None);

    public Style With(CellAttributes attributes) => this with { Attributes = Attributes | attributes };

    public Style On(Color background) => this with { Background = background };

    public Cell Cell(uint glyph, bool wide = false) => new(glyph, Foreground, Background, Attributes, UnderlineStyle.None, wide);
}
