using System.Globalization;
using Orchtui.Mux;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Windows;

namespace Orchtui.Host.Views;

/// <summary>The line on top (where am I, the counts that matter) and the line below (the keys that work here, windows, the clock).</summary>
internal sealed class StatusLines(MuxServer mux, QueueModel model, string prefix, TimeProvider time)
{
    private static readonly (string Key, string What)[] HomeKeys =
        [("n", "new"), ("Enter", "open"), ("r", "run"), ("x", "stop"), ("L", "land"), ("D", "discard"), ("/", "find"), ("?", "keys")];

    /// <summary>While an agent asks, answering comes first, and finding makes room for it.</summary>
    private static readonly (string Key, string What)[] AskedKeys = [("i", "answer"), .. HomeKeys.Where(key => key.Key != "/")];

    private static readonly (string Key, string What)[] CopyModeKeys =
        [("Space", "select"), ("V", "lines"), ("C-v", "rectangle"), ("Enter", "copy"), ("/", "find"), ("n", "next"), ("q", "leave")];

    public void DrawTop(Surface surface, Rect line, IClientContext client)
    {
        surface.Fill(line, Theme.Bar.Cell(0));
        var column = surface.Write(line.Column, line.Row, " orchtui ", Theme.Bar.With(Terminal.CellAttributes.Bold));
        column += surface.Write(column, line.Row, $" {Place(client)} ", Theme.Bar, line.Columns / 3);
        if (mux.CopyStatusOf(client) is { } copy) column += surface.Write(column, line.Row, $" {Describe(copy)} ", Theme.Bar.With(Terminal.CellAttributes.Bold), line.Right - column);
        var counts = Counts();
        var right = Math.Max(column, line.Right - surface.Glyphs.Width(counts) - 1);
        surface.Write(right, line.Row, counts, model.NeedsYou > 0 ? Theme.Bar.With(Terminal.CellAttributes.Bold) : Theme.Bar, line.Right - right);
    }

    public void DrawBottom(Surface surface, Rect line, IClientContext client)
    {
        var clock = time.GetLocalNow().ToString("HH:mm", CultureInfo.InvariantCulture);
        var end = line.Right - clock.Length - 1;
        surface.Write(end, line.Row, clock, Theme.Dim);
        if (client.Window == Session.Home) DrawKeys(surface, line.Row, end - 1, model.Questions.Count > 0 ? AskedKeys : HomeKeys);
        else if (mux.CopyStatusOf(client) is not null) DrawKeys(surface, line.Row, end - 1, [.. CopyModeKeys, ($"{prefix} ?", "keys")]);
        else DrawWindows(surface, line.Row, end - 1, client);
    }

    /// <summary>The terminal's own title, so that a person elsewhere sees that something needs them.</summary>
    public string TitleFor(IClientContext client)
    {
        var title = model.NeedsYou > 0 ? $"▲ {model.NeedsYou} orchtui: {Place(client)}" : $"orchtui: {Place(client)}";
        return new string([.. title.Where(c => !char.IsControl(c))]);
    }

    private string Place(IClientContext client)
    {
        if (mux.Session.Find(client.Window) is not { } window) return "queue";
        var pane = mux.FindPane(window.Focused);
        var title = pane is null ? window.Name : pane.Emulator.Title.Length > 0 ? pane.Emulator.Title : pane.Record.Name;
        var task = pane?.Record.TaskId is { } id ? $"task {id}  " : "";
        var zoom = window.Zoomed ? "  zoomed" : "";
        var ended = pane is { Ended: true } ? $"  [{pane.Exit}]" : "";
        return $"{task}{title}{ended}{zoom}";
    }

    private static string Describe(CopyStatus copy)
    {
        var found = copy.Needle.Length == 0 ? "" : copy.Matches == 0
            ? copy.IsSearching ? "  searching" : "  no match"
            : $"  match {copy.Match} of {copy.Matches}{(copy.IsSearching ? "+" : "")}";
        var selecting = copy.Selecting.Length > 0 ? $"  {copy.Selecting}" : "";
        return $"[back {copy.Offset} of {copy.History}{selecting}{found}]";
    }

    private string Counts()
    {
        var needs = model.NeedsYou > 0 ? $"   ▲ {model.NeedsYou}" : "";
        var cost = model.CostToday > 0 ? $"   ${model.CostToday.ToString("0.00", CultureInfo.InvariantCulture)} today" : "";
        return $"queue {model.Waiting}   working {model.Working}/{model.Slots}{needs}{cost}";
    }

    private static void DrawKeys(Surface surface, int row, int end, IEnumerable<(string Key, string What)> keys)
    {
        var column = 1;
        foreach (var (key, what) in keys)
        {
            if (column + key.Length + what.Length + 1 >= end) return;
            column += surface.Write(column, row, key, Theme.Key);
            column += surface.Write(column + 1, row, what, Theme.Dim) + 3;
        }
    }

    private void DrawWindows(Surface surface, int row, int end, IClientContext client)
    {
        var column = 1;
        column += surface.Write(column, row, "0:queue", Theme.Dim) + 1;
        foreach (var window in mux.Session.Windows)
        {
            var text = $"{window.Index}:{window.Name}{(window.Index == client.Window ? "*" : "")}";
            if (column + text.Length >= end) break;
            column += surface.Write(column, row, text, window.Index == client.Window ? Theme.Strong : Theme.Dim) + 1;
        }

        var hint = model.Questions.Count > 0 ? $"{prefix} I answer  {prefix} ? keys" : $"{prefix} ? keys";
        if (column + hint.Length + 2 < end) surface.Write(end - hint.Length, row, hint, Theme.Dim);
    }
}
