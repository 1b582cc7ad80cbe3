namespace Orchtui.Mux.Layout;

/// <summary>A rectangle of cells; rows and columns count from 0 at the top left.</summary>
public readonly record struct Rect(int Column, int Row, int Columns, int Rows)
{
    public int Right => Column + Columns;

    public int Bottom => Row + Rows;

    public bool IsEmpty => Columns <= 0 || Rows <= 0;

    public bool Contains(int column, int row) => column >= Column && column < Right && row >= Row && row < Bottom;

    /// <summary>What both cover; the default rectangle when that is nothing.</summary>
    public Rect Intersect(Rect other)
    {
        var column = Math.Max(Column, other.Column);
        var row = Math.Max(Row, other.Row);
        var common = new Rect(column, row, Math.Min(Right, other.Right) - column, Math.Min(Bottom, other.Bottom) - row);
        return common.IsEmpty ? default : common;
    }
}
