using System.Buffers;
using System.Text;
using Orchtui.Terminal.Parser;
using Orchtui.Terminal.Unicode;

namespace Orchtui.Terminal;

/// <summary>
/// A terminal emulator: takes a program's output, keeps the screen it draws, and collects the replies it asks for. The parser turns bytes
/// into calls, this class turns calls into state; it has no thread, clock or I/O, and one caller at a time may use it. Cells lie in a
/// <see cref="Grid"/> per screen (the alternate one is made when first used), lines that leave the main screen go to
/// <see cref="Scrollback"/>, and all else is a plain struct that can be saved as it is. In the steady state nothing is allocated.
/// </summary>
public sealed partial class Emulator : IDisposable
{
    private readonly VtParser _parser = new();
    private readonly EmulatorOptions _options;
    private readonly IEmulatorListener _listener;
    private readonly PooledChunkStore? _ownStore;
    private readonly ClusterTable _clusters = new();
    private readonly ExtraTable _extras = new();
    private CellSize _size;
    private Grid _main;
    private Grid? _alternate;
    private Grid _grid;
    private EmulatorState _state;
    private CursorState _cursor;
    private ulong[] _tabs = [];
    private RowSet _dirty;
    private bool _plainText;
    private bool _changed;
    private CellPosition _seenCursor;

    public Emulator(CellSize size, EmulatorOptions options, IEmulatorListener? listener = null)
    {
        _options = options;
        _listener = listener ?? SilentListener.Instance;
        _size = size.Clamped;
        _ownStore = options.Storage is null ? new PooledChunkStore() : null;
        Scrollback = new Scrollback(options.Storage ?? _ownStore!, options.ScrollbackLines);
        _main = _grid = new Grid(_size.Columns, _size.Rows);
        DefaultForeground = options.DefaultForeground;
        DefaultBackground = options.DefaultBackground;
        CellPixels = options.CellPixels;
        ResetState();
    }

    public CellSize Size => _size;

    /// <summary>The lines that scrolled off the main screen.</summary>
    public Scrollback Scrollback { get; }

    public CellPosition Cursor => new(_cursor.Row, _cursor.Column);

    /// <summary>The cursor stands on the last column that was just written; the next character goes to the next row.</summary>
    public bool PendingWrap => _cursor.PendingWrap;

    public bool CursorVisible => Has(Mode.CursorVisible);

    public CursorShape CursorShape => _state.Shape;

    public bool AlternateScreen => _state.OnAlternate;

    /// <summary>The whole screen is shown with foreground and background exchanged (DECSCNM).</summary>
    public bool ReverseVideo => Has(Mode.ReverseVideo);

    /// <summary>The program is in the middle of a frame (?2026): what the screen holds is not meant to be seen.</summary>
    public bool SynchronizedOutput => Has(Mode.Synchronized);

    public string Title { get; private set; } = "";

    public string IconName { get; private set; } = "";

    /// <summary>The directory that the program reported by OSC 7, as a path.</summary>
    public string? WorkingDirectory { get; private set; }

    public ProgressReport? Progress { get; private set; }

    public ProgramStatus? Status { get; private set; }

    internal bool ParserIsGround => _parser.IsGround;

    /// <summary>Changes whenever anything visible has changed: cells, cursor, modes that show, titles.</summary>
    public long Version { get; private set; }

    /// <summary>Takes output of the program, in pieces of any size.</summary>
    public void Write(ReadOnlySpan<byte> output)
    {
        var sink = new Sink(this);
        _parser.Advance(output, ref sink);
        Settle();
    }

    /// <summary>Gives up waiting for the end of a synchronized frame, as the caller's time-out asks.</summary>
    public void EndSynchronizedOutput()
    {
        SetBit(Mode.Synchronized, false);
        _changed = true;
        Settle();
    }

    /// <summary>The cells of a visible row as far as they were written; cells beyond are blank with default attributes.</summary>
    public ReadOnlySpan<Cell> Row(int row) => _grid.Row(CheckedRow(row));

    /// <summary>The row continues on the next one.</summary>
    public bool RowWrapped(int row) => _grid.Wrapped(CheckedRow(row));

    /// <summary>What a shell said of a visible row.</summary>
    public PromptMarks RowMarks(int row) => (PromptMarks)(_grid.Flags(CheckedRow(row)) & Grid.MarkFlags);

    /// <summary>The text of a visible row without trailing blanks.</summary>
    public string RowText(int row) => LineText(Row(row));

    /// <summary>The text of cells without trailing blanks.</summary>
    public string LineText(ReadOnlySpan<Cell> cells)
    {
        var text = new StringBuilder(cells.Length);
        foreach (ref readonly var cell in cells) AppendText(in cell, text);
        var length = text.Length;
        while (length > 0 && text[length - 1] == ' ') length--;
        return text.ToString(0, length);
    }

    /// <summary>The text of one cell; a space when it is blank, nothing for the right half of a wide character.</summary>
    public string GetText(in Cell cell) => cell.IsWideTail ? "" : cell.Glyph == 0 ? " " : ClusterText(cell.Glyph);

    public void AppendText(in Cell cell, StringBuilder text)
    {
        if (cell.IsWideTail) return;
        if (cell.Glyph < 0x80) text.Append(cell.Glyph == 0 ? ' ' : (char)cell.Glyph);
        else text.Append(ClusterText(cell.Glyph));
    }

    /// <summary>Writes the text of one cell as UTF-8 without allocating.</summary>
    public void AppendText(in Cell cell, IBufferWriter<byte> writer)
    {
        if (cell.IsWideTail) return;
        Span<uint> points = stackalloc uint[ClusterTable.MaxCodePoints];
        foreach (var point in points[.._clusters.CodePoints(cell.Glyph == 0 ? ' ' : cell.Glyph, points)])
            writer.Advance(ClusterTable.ToRune(point).EncodeToUtf8(writer.GetSpan(4)));
    }

    /// <summary>The text of a glyph, be it a code point or a cluster.</summary>
    public string ClusterText(uint glyph) => _clusters.Text(glyph);

    /// <summary>The underline colour of a cell; default when it has none of its own.</summary>
    public Color UnderlineColor(in Cell cell) => new(_extras[cell.Extra].UnderlineColor);

    public Hyperlink? Hyperlink(in Cell cell) => _extras.Link(cell.Extra);

    /// <summary>Adds the rows that changed since the last call.</summary>
    public void TakeDirtyRows(ref RowSet into)
    {
        into.UnionWith(_dirty);
        _dirty.Clear();
    }

    public void Dispose()
    {
        _main.Dispose();
        _alternate?.Dispose();
        _ownStore?.Dispose();
    }

    private int CheckedRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _size.Rows);
        return row;
    }

    /// <summary>Called at the end of each mutating member.</summary>
    private void Settle()
    {
        var cursor = Cursor;
        if (_changed || cursor != _seenCursor) Version++;
        _changed = false;
        _seenCursor = cursor;
        VerifyIntegrity();
    }

    private void Touch(int row)
    {
        _dirty.Add(row);
        _changed = true;
    }

    private void TouchRows(int first, int last)
    {
        _dirty.AddRange(first, last);
        _changed = true;
    }

    private sealed class SilentListener : IEmulatorListener
    {
        public static readonly SilentListener Instance = new();
    }
}
