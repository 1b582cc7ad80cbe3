using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>What few cells have: a colour of their underline, a hyperlink.</summary>
public readonly record struct CellExtra(Color UnderlineColor, Hyperlink? Link);
