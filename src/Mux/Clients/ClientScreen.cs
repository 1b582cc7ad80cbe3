using Orchtui.Mux.Composition;
using Orchtui.Pty;
using Orchtui.Terminal;

namespace Orchtui.Mux.Clients;

/// <summary>
/// What one client's terminal shows and what it is to show next. A frame sends the difference of the rows that may have changed.
/// A terminal that does not keep up gets no further frames until it has taken the last one, so that it stalls nobody and then sees
/// the newest state. Belongs to the mux thread.
/// </summary>
internal sealed class ClientScreen(GlyphTable glyphs, ColorDepth depth) : IDisposable
{
    private readonly WriteQueue _queue = new();
    private readonly FrameWriter _writer = new(glyphs, depth);
    private Surface _shown = new(0, 0, glyphs);
    private bool _cursorShown = true;
    private CursorShape _shape = CursorShape.Default;
    private Color _cursorColor;
    private KittyKeyboard _keyboard;
    private RowSet _dirty;

    public Surface Next { get; private set; } = new(0, 0, glyphs);

    /// <summary>The outer terminal draws frames as a whole when told where they begin and end.</summary>
    public bool Synchronizes { get; set; }

    /// <summary>The outer terminal knows a colour of the cursor.</summary>
    public bool ColorsCursor { get; set; }

    /// <summary>The outer terminal speaks the kitty keyboard protocol, and was asked to disambiguate.</summary>
    public bool SpeaksKitty { get; set; }

    public bool IsBlocked => !_queue.IsEmpty;

    public ref RowSet Dirty => ref _dirty;

    public void Resize(CellSize size)
    {
        Next = new Surface(size.Columns, size.Rows, glyphs);
        _shown = new Surface(size.Columns, size.Rows, glyphs);
        _dirty.Clear();
        _dirty.AddRange(0, size.Rows - 1);
        _writer.Forget();
        Send("\x1b[0m\x1b[2J"u8);
    }

    public void MarkAll()
    {
        if (Next.Rows > 0) _dirty.AddRange(0, Next.Rows - 1);
    }

    /// <summary>Sends bytes that are not part of a frame.</summary>
    public void Send(ReadOnlySpan<byte> bytes) => _queue.Enqueue(bytes);

    /// <summary>Rings the bell: once, however often it is rung before the terminal has taken it.</summary>
    public void Ring()
    {
        if (!IsBlocked) Send("\a"u8);
    }

    /// <summary>
    /// Queues what differs between the shown and the next surface in the rows marked dirty. Drawn out of sight of the cursor and as a whole,
    /// unless it is text where the cursor stands, as when somebody types: that goes out as it is.
    /// </summary>
    public void Frame(in CursorLook cursor)
    {
        _writer.Reset();
        if (Synchronizes) _writer.Raw(OuterTerminal.BeginSynchronized);
        if (_cursorShown) _writer.Raw(OuterTerminal.HideCursor);
        var begin = _writer.Written.Length;
        Rows();
        var drawn = _writer.Written.Length > begin;
        var visible = cursor.At is { } at && at.Row >= 0 && at.Row < Next.Rows && at.Column >= 0 && at.Column < Next.Columns;
        if (visible) Cursor(cursor.At!.Value, cursor);
        Keyboard(cursor.Keyboard);
        var plain = !drawn || (visible && _cursorShown && !_writer.Jumped);
        if (visible && !(plain && _cursorShown)) _writer.Raw(OuterTerminal.ShowCursor);
        if (!visible && plain && _cursorShown) _writer.Raw(OuterTerminal.HideCursor);
        if (Synchronizes && !plain) _writer.Raw(OuterTerminal.EndSynchronized);
        _cursorShown = visible;
        _queue.Enqueue(plain ? _writer.Written[begin..] : _writer.Written);
    }

    public FlushOutcome Flush(FileDescriptor terminal) => _queue.Flush(terminal);

    public void Dispose() => _queue.Dispose();

    private void Rows()
    {
        for (var row = _dirty.Next(0); row >= 0 && row < Next.Rows; row = _dirty.Next(row + 1))
        {
            var shown = _shown.Row(row);
            var next = Next.Row(row);
            if (_writer.Row(row, shown, next)) next.CopyTo(shown);
        }

        _dirty.Clear();
    }

    private void Cursor(CellPosition at, in CursorLook look)
    {
        _writer.MoveTo(at.Row, at.Column);
        if (look.Shape != _shape) _writer.Raw(System.Text.Encoding.ASCII.GetBytes($"\x1b[{(int)look.Shape} q"));
        _shape = look.Shape;
        CursorColor(look.Color);
    }

    private void Keyboard(KittyKeyboard flags)
    {
        if (!SpeaksKitty || flags == _keyboard) return;
        _writer.Raw(System.Text.Encoding.ASCII.GetBytes($"\x1b[={(int)(flags | KittyKeyboard.DisambiguateEscapeCodes)}u"));
        _keyboard = flags;
    }

    private void CursorColor(Color color)
    {
        if (!ColorsCursor || depth == ColorDepth.Monochrome) color = Color.Default;
        if (color == _cursorColor) return;
        if (color.IsRgb) _writer.Raw(System.Text.Encoding.ASCII.GetBytes($"\x1b]12;rgb:{color.R:x2}/{color.G:x2}/{color.B:x2}\x1b\\"));
        else _writer.Raw(OuterTerminal.ResetCursorColor);
        _cursorColor = color;
    }
}

/// <summary>Where the cursor is to be shown, and how; nowhere when there is no place. With it goes what its pane wants to be told of keys.</summary>
internal readonly record struct CursorLook(CellPosition? At, CursorShape Shape, Color Color = default, KittyKeyboard Keyboard = default);
