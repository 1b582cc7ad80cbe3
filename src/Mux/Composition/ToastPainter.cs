namespace Orchtui.Mux.Composition;

/// <summary>
/// Paints a message over the top of a screen: on the top line, and on as many rows below it as its words need, so that what to do next is
/// not cut off where the screen is narrow.
/// </summary>
internal static class ToastPainter
{
    /// <summary>More than any message of ours needs on the smallest usual screen; a longer one is cut.</summary>
    private const int MostRows = 5;

    /// <returns>How many rows it took.</returns>
    public static int Paint(Surface surface, string text, bool isError)
    {
        var style = isError ? Theme.Bad.With(Terminal.CellAttributes.Bold | Terminal.CellAttributes.Inverse) : Theme.Bar.With(Terminal.CellAttributes.Bold);
        var row = 0;
        foreach (var line in TextWrap.Lines(surface.Glyphs, text, surface.Columns - 2).Take(Math.Min(MostRows, surface.Rows)))
        {
            surface.Fill(new Layout.Rect(0, row, surface.Columns, 1), style.Cell(0));
            surface.Write(1, row, line, style, surface.Columns - 1);
            row++;
        }

        return row;
    }
}
