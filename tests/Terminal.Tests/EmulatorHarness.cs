using System.Text;

namespace Orchtui.Terminal.Tests;

/// <summary>An emulator that is written to and looked at as text.</summary>
internal sealed class EmulatorHarness : IDisposable
{
    public EmulatorHarness(int columns, int rows, EmulatorOptions? options = null, IEmulatorListener? listener = null) =>
        Emulator = new Emulator(new CellSize(columns, rows), options ?? new EmulatorOptions(), listener);

    public Emulator Emulator { get; }

    /// <summary>All rows, right-trimmed, without the empty ones at the end.</summary>
    public string Screen =>
        string.Join('\n', Enumerable.Range(0, Emulator.Size.Rows).Select(Emulator.RowText)).TrimEnd('\n');

    public string History
    {
        get
        {
            var line = new Cell[CellSize.MaxColumns];
            return string.Join('\n', Enumerable.Range(0, Emulator.Scrollback.Count)
                .Select(i => Emulator.LineText(line.AsSpan(0, Emulator.Scrollback.ReadLine(i, line)))));
        }
    }

    public (int Row, int Column) Cursor => (Emulator.Cursor.Row, Emulator.Cursor.Column);

    /// <summary>Writes the text and returns what the emulator answers to it.</summary>
    public string Write(string text)
    {
        Emulator.ClearReplies();
        Emulator.Write(Encoding.UTF8.GetBytes(text));
        Emulator.CheckIntegrity();
        return Encoding.Latin1.GetString(Emulator.PendingReplies);
    }

    public Cell Cell(int row, int column) => column < Emulator.Row(row).Length ? Emulator.Row(row)[column] : default;

    public void Resize(int columns, int rows)
    {
        Emulator.Resize(new CellSize(columns, rows));
        Emulator.CheckIntegrity();
    }

    public void Dispose() => Emulator.Dispose();
}
