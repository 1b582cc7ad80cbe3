namespace Orchtui.Terminal.Search;

/// <summary>A cell of a numbered line, the column from 0.</summary>
public readonly record struct TextPosition(long Line, int Column);

/// <summary>A place that a search found: its first and its last cell. It may span the rows that a line is wrapped over.</summary>
public readonly record struct TextMatch(TextPosition From, TextPosition Last);
