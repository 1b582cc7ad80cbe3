namespace Orchtui.Terminal;

/// <summary>A size in cells. The emulator clamps it to 1..<see cref="MaxColumns"/> by 1..<see cref="MaxRows"/>.</summary>
public readonly record struct CellSize(int Columns, int Rows)
{
    /// <summary>A screen row of this many coloured cells still fits a scrollback chunk in all but contrived cases.</summary>
    public const int MaxColumns = 2048;

    /// <summary>What <see cref="RowSet"/> can hold.</summary>
    public const int MaxRows = 1024;

    internal CellSize Clamped => new(Math.Clamp(Columns, 1, MaxColumns), Math.Clamp(Rows, 1, MaxRows));
}

/// <summary>A place on the screen; row and column count from 0.</summary>
public readonly record struct CellPosition(int Row, int Column);
