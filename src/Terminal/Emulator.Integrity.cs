using System.Diagnostics;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>Checks what every operation must leave true; a violation is a fault of this class.</summary>
    [Conditional("DEBUG")]
    private void VerifyIntegrity() => CheckIntegrity();

    internal void CheckIntegrity()
    {
        Require(_cursor.Row >= 0 && _cursor.Row < _size.Rows, "cursor row");
        Require(_cursor.Column >= 0 && _cursor.Column < _size.Columns, "cursor column");
        Require(_state.Top >= 0 && _state.Top <= _state.Bottom && _state.Bottom < _size.Rows, "top and bottom margins");
        Require(_state.Left >= 0 && _state.Left <= _state.Right && _state.Right < _size.Columns, "left and right margins");
        Require(_grid == (_state.OnAlternate ? _alternate : _main), "active screen");
        CheckGrid(_main);
        if (_alternate is not null) CheckGrid(_alternate);
    }

    private void CheckGrid(Grid grid)
    {
        Require(grid.Columns == _size.Columns && grid.Rows == _size.Rows, "grid size");
        for (var row = 0; row < grid.Rows; row++)
        {
            Require(grid.Used(row) >= 0 && grid.Used(row) <= grid.Columns, "used cells");
            var cells = grid.Row(row);
            for (var column = 0; column < cells.Length; column++)
            {
                var cell = cells[column];
                if (cell.IsWide)
                    Require(column + 1 < cells.Length && cells[column + 1].IsWideTail && grid.MayHaveWide(row),
                        "wide character without right half");
                if (cell.IsWideTail) Require(column > 0 && cells[column - 1].IsWide, "right half without wide character");
                Require(cell.Glyph is 0 or >= 0x20 and < 0x7f or >= 0xa0, "control character in a cell");
                if ((cell.Glyph & Cell.ClusterFlag) != 0) Require(_clusters.Contains(cell.Glyph), "unknown cluster");
            }
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException($"The emulator's state is inconsistent: {what}.");
    }
}
