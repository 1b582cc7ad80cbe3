using System.Text;
using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>Writes lines of cells as text with SGR sequences, each line starting and ending with a plain pen.</summary>
public sealed class AnsiLine
{
    private readonly GlyphMap _map;
    private readonly GlyphTable _glyphs = new();
    private readonly FrameWriter _writer;

    public AnsiLine(Emulator emulator)
    {
        _map = new GlyphMap(emulator, _glyphs);
        _writer = new FrameWriter(_glyphs, ColorDepth.True);
    }

    public void Append(ReadOnlySpan<Cell> cells, StringBuilder text)
    {
        var end = cells.LastIndexOfAnyExcept(default(Cell)) + 1;
        var line = new Cell[end];
        _map.Copy(cells[..end], line);
        _writer.Reset();
        _writer.Line(line);
        text.Append(Encoding.UTF8.GetString(_writer.Written));
    }
}
