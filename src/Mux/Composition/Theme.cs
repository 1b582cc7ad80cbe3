using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>
/// The few looks our own screens use: one accent and four meanings, all from the sixteen colours so that the person's own palette
/// decides. Every meaning is also carried by a shape or a word, so that monochrome loses nothing.
/// </summary>
public static class Theme
{
    public static readonly Style Text;
    public static readonly Style Dim = Style.Default.With(CellAttributes.Dim);
    public static readonly Style Strong = Style.Default.With(CellAttributes.Bold);
    public static readonly Style Accent = Style.Of(Color.Indexed(6));
    public static readonly Style NeedsYou = Style.Of(Color.Indexed(3)).With(CellAttributes.Bold);
    public static readonly Style Good = Style.Of(Color.Indexed(2));
    public static readonly Style Bad = Style.Of(Color.Indexed(1));
    public static readonly Style Bar = Style.Default.With(CellAttributes.Inverse);
    public static readonly Style Selected = Style.Default.With(CellAttributes.Inverse);
    public static readonly Style Key = Style.Default.With(CellAttributes.Bold);
}
