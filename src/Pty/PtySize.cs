namespace Orchtui.Pty;

/// <summary>The size of a terminal in character cells.</summary>
public readonly record struct PtySize(ushort Columns, ushort Rows)
{
    public override string ToString() => $"{Columns}x{Rows}";
}
