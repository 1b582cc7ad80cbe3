using System.Runtime.InteropServices;
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

    /// <summary>Queues what differs between the shown and the next surface in the rows marked dirty.</summary>
    public void Frame(in CursorLook cursor)
    {
        _writer.Reset();
        if (Synchronizes) _writer.Raw(OuterTerminal.BeginSynchronized);
        var begin = _writer.Written.Length;
        var hidden = false;
        for (var row = _dirty.Next(0); row >= 0 && row < Next.Rows; row = _dirty.Next(row + 1))
        {
            var shown = _shown.Row(row);
            var next = Next.Row(row);
            if (MemoryMarshal.AsBytes(shown).SequenceEqual(MemoryMarshal.AsBytes(next))) continue;
            if (!hidden && _cursorShown) _writer.Raw(OuterTerminal.HideCursor);
            hidden = true;
            _writer.Row(row, shown, next);
            next.CopyTo(shown);
        }

        _dirty.Clear();
        Cursor(cursor, hidden);
        Keyboard(cursor.Keyboard);
        if (_writer.Written.Length == begin) return;
        if (Synchronizes) _writer.Raw(OuterTerminal.EndSynchronized);
        _queue.Enqueue(_writer.Written);
    }

    public FlushOutcome Flush(FileDescriptor terminal) => _queue.Flush(terminal);

    public void Dispose() => _queue.Dispose();

    private void Cursor(in CursorLook cursor, bool hidden)
    {
        var visible = cursor.At is { } at && at.Row >= 0 && at.Row < Next.Rows && at.Column >= 0 && at.Column < Next.Columns;
        if (visible)
        {
            _writer.MoveTo(cursor.At!.Value.Row, cursor.At.Value.Column);
            if (cursor.Shape != _shape) _writer.Raw(System.Text.Encoding.ASCII.GetBytes($"\x1b[{(int)cursor.Shape} q"));
            _shape = cursor.Shape;
            CursorColor(cursor.Color);
        }

        if (visible && (hidden || !_cursorShown)) _writer.Raw(OuterTerminal.ShowCursor);
        else if (!visible && _cursorShown && !hidden) _writer.Raw(OuterTerminal.HideCursor);
        _cursorShown = visible;
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
