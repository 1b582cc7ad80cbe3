namespace Orchtui.Terminal;

/// <summary>What SGR and DECSCA set on a cell besides its colours and its underline.</summary>
[Flags]
public enum CellAttributes : ushort
{
    None = 0,
    Bold = 1 << 0,
    Dim = 1 << 1,
    Italic = 1 << 2,
    Blink = 1 << 3,
    Inverse = 1 << 4,
    Hidden = 1 << 5,
    Strikethrough = 1 << 6,
    Overline = 1 << 7,

    /// <summary>Selective erase leaves the cell alone (DECSCA).</summary>
    Protected = 1 << 8,
}

/// <summary>The underline of a cell; the values are those of SGR 4:n.</summary>
public enum UnderlineStyle : byte
{
    None,
    Single,
    Double,
    Curly,
    Dotted,
    Dashed,
}
