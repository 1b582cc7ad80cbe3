using System.Text.Json.Nodes;
using Orchtui.Terminal;

namespace Orchtui.Host.Cli;

/// <summary>An emulator whose screen and replies can be shown as JSON.</summary>
internal sealed class ReplayTerminal(CellSize size) : IDisposable
{
    private readonly Emulator _emulator = new(size, new EmulatorOptions());
    private readonly List<byte> _replies = [];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _emulator.Write(bytes);
        _replies.AddRange(_emulator.PendingReplies);
        _emulator.ClearReplies();
    }

    public void Resize(CellSize to) => _emulator.Resize(to);

    /// <summary>The screen now, and the replies since the last look.</summary>
    public JsonObject Snapshot()
    {
        var lines = new JsonArray();
        var attributes = new JsonObject();
        for (var row = 0; row < _emulator.Size.Rows; row++)
        {
            lines.Add(_emulator.RowText(row));
            if (Runs(_emulator.Row(row)) is { Count: > 0 } runs) attributes[row.ToString(System.Globalization.CultureInfo.InvariantCulture)] = runs;
        }

        var output = Convert.ToHexStringLower([.. _replies]);
        _replies.Clear();
        return new JsonObject
        {
            ["lines"] = lines,
            ["cursor"] = new JsonArray(_emulator.Cursor.Row, _emulator.Cursor.Column),
            ["output"] = output,
            ["attrs"] = attributes,
        };
    }

    public void Dispose() => _emulator.Dispose();

    private static JsonArray Runs(ReadOnlySpan<Cell> cells)
    {
        var runs = new JsonArray();
        for (var start = 0; start < cells.Length;)
        {
            var end = start + 1;
            while (end < cells.Length && SameLook(cells[start], cells[end])) end++;
            if (Look(cells[start]) is { } look) runs.Add(new JsonObject { ["x"] = start, ["n"] = end - start, ["a"] = look });
            start = end;
        }

        return runs;
    }

    private static bool SameLook(in Cell a, in Cell b) =>
        a.Foreground == b.Foreground && a.Background == b.Background && a.Attributes == b.Attributes && a.Underline == b.Underline;

    private static JsonObject? Look(in Cell cell)
    {
        var look = new JsonObject();
        if (ColorOf(cell.Foreground) is { } foreground) look["fg"] = foreground;
        if (ColorOf(cell.Background) is { } background) look["bg"] = background;
        var flags = new JsonArray();
        if (cell.Attributes.HasFlag(CellAttributes.Bold)) flags.Add("BOLD");
        if (cell.Attributes.HasFlag(CellAttributes.Dim)) flags.Add("DIM");
        if (cell.Attributes.HasFlag(CellAttributes.Hidden)) flags.Add("HIDDEN");
        if (cell.Attributes.HasFlag(CellAttributes.Inverse)) flags.Add("INVERSE");
        if (cell.Attributes.HasFlag(CellAttributes.Italic)) flags.Add("ITALIC");
        if (cell.Attributes.HasFlag(CellAttributes.Strikethrough)) flags.Add("STRIKEOUT");
        if (cell.Underline != UnderlineStyle.None) flags.Add("UNDERLINE");
        if (flags.Count > 0) look["flags"] = flags;
        return look.Count == 0 ? null : look;
    }

    private static JsonNode? ColorOf(Color color) => color.IsDefault ? null : color.IsRgb ? color.ToString() : color.Index;
}
