using Orchtui.Host.Plugins;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Plugins;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Views;

/// <summary>
/// The plugins: which take part, what they bring, and why one does not. Reads the catalog's list each time it is drawn, so that what it
/// shows is never older than the frame. Enter shows one by itself.
/// </summary>
internal sealed class PluginsView(IClientContext client, Func<IReadOnlyList<PluginInfo>> list, IReadOnlyList<string> folders) : IView
{
    private const int StateWidth = 9;

    private string? _selected;
    private int _index;
    private int _first;
    private int _page = 1;
    private bool _details;

    public CellPosition? Cursor => null;

    public void Draw(Surface surface, Rect area)
    {
        var plugins = Ordered();
        _index = IndexOf(plugins);
        _selected = plugins.Count > 0 ? plugins[_index].Path : null;
        if (_details && plugins.Count > 0)
        {
            DrawDetails(surface, area, plugins[_index]);
            return;
        }

        var inner = Box.Draw(surface, Box.Centered(area, 120, area.Rows), Title(plugins), Theme.Accent, "↑↓ move   Enter details   r reload   Esc close");
        if (inner.IsEmpty) return;
        if (plugins.Count == 0) DrawEmpty(surface, inner);
        else DrawList(surface, inner, plugins);
    }

    public bool HandleKey(in KeyEvent key)
    {
        if (key.Type == KeyEventType.Release) return true;
        var plugins = Ordered();
        switch (KeyName.Format(key))
        {
            case "Escape" or "q" when _details:
                _details = false;
                return true;
            case "Escape" or "q" or "P" or "C-c":
                client.Close(this);
                return true;
            case "Enter":
                _details = !_details && plugins.Count > 0;
                return true;
            case "r" when plugins.Count > 0:
                client.Run("plugin.reload", plugins[IndexOf(plugins)].Id);
                return true;
            case "r":
                client.Run("plugin.reload");
                return true;
            case var name:
                Move(name, plugins);
                return true;
        }
    }

    private void Move(string name, IReadOnlyList<PluginInfo> plugins)
    {
        var step = name switch
        {
            "Up" or "k" => -1,
            "Down" or "j" => 1,
            "PPage" or "PageUp" => -_page,
            "NPage" or "PageDown" or "Space" => _page,
            "Home" or "g" => -plugins.Count,
            "End" or "G" => plugins.Count,
            _ => 0,
        };
        if (plugins.Count > 0 && step != 0) _selected = plugins[Math.Clamp(IndexOf(plugins) + step, 0, plugins.Count - 1)].Path;
    }

    /// <summary>What needs a look comes first.</summary>
    private IReadOnlyList<PluginInfo> Ordered() =>
        [.. list().OrderBy(plugin => plugin.State == PluginState.Loaded).ThenBy(plugin => plugin.Id, StringComparer.Ordinal).ThenBy(plugin => plugin.Path, StringComparer.Ordinal)];

    private int IndexOf(IReadOnlyList<PluginInfo> plugins)
    {
        for (var i = 0; i < plugins.Count; i++)
            if (plugins[i].Path == _selected) return i;
        return Math.Clamp(_index, 0, Math.Max(0, plugins.Count - 1));
    }

    private static string Title(IReadOnlyList<PluginInfo> plugins)
    {
        var disabled = plugins.Count(plugin => plugin.State == PluginState.Disabled);
        return disabled == 0 ? "Plugins" : $"Plugins: {disabled} of {plugins.Count} disabled";
    }

    private void DrawList(Surface surface, Rect area, IReadOnlyList<PluginInfo> plugins)
    {
        _page = Math.Max(1, area.Rows);
        _first = Math.Clamp(_first, Math.Max(0, _index - _page + 1), _index);
        var ids = Math.Clamp(plugins.Max(plugin => plugin.Id.Length), 6, Math.Max(6, area.Columns / 4));
        var versions = Math.Clamp(plugins.Max(plugin => plugin.Version.Length), 5, 10);
        for (var i = 0; i < _page && _first + i < plugins.Count; i++)
        {
            var plugin = plugins[_first + i];
            var row = area.Row + i;
            var column = area.Column + 1;
            surface.Write(column, row, Shape(plugin.State), StyleOf(plugin.State));
            surface.Write(column += 2, row, plugin.Id, Theme.Text, ids);
            surface.Write(column += ids + 1, row, plugin.Version, Theme.Dim, versions);
            surface.Write(column += versions + 1, row, Word(plugin.State), StyleOf(plugin.State), StateWidth);
            column += StateWidth + 1;
            var says = plugin.Reason.Length > 0 ? plugin.Reason : string.Join(' ', plugin.Provides);
            surface.Write(column, row, QueueLine.Middle(surface.Glyphs, says, area.Right - column), Theme.Dim, area.Right - column);
            if (_first + i == _index) surface.Restyle(new Rect(area.Column, row, area.Columns, 1), Theme.Selected);
        }
    }

    private void DrawEmpty(Surface surface, Rect area)
    {
        string[] lines = ["No plugin is there, so there is no agent either.", "", "Plugins are looked for in folders below", .. folders.Select(folder => $"  {folder}"), "", "r looks again."];
        for (var i = 0; i < lines.Length && i < area.Rows; i++) surface.Write(area.Column + 1, area.Row + i, lines[i], Theme.Dim, area.Columns - 2);
    }

    private static void DrawDetails(Surface surface, Rect area, PluginInfo plugin)
    {
        var inner = Box.Draw(surface, Box.Centered(area, 120, area.Rows), $"Plugin {plugin.Id}", Theme.Accent, "r reload   Esc back");
        var at = inner.Row;
        void Line(string label, string value, Style style)
        {
            foreach (var part in Wrap(value, Math.Max(8, inner.Columns - 16)))
            {
                if (at >= inner.Bottom) return;
                surface.Write(inner.Column + 1, at, label, Theme.Dim, 13);
                surface.Write(inner.Column + 15, at++, part, style, inner.Columns - 16);
                label = "";
            }
        }

        Line("state", $"{Shape(plugin.State)} {Word(plugin.State)}", StyleOf(plugin.State));
        Line("why", plugin.Reason, Theme.Text);
        Line("version", plugin.Version, Theme.Text);
        Line("provides", string.Join(' ', plugin.Provides), Theme.Text);
        Line("may provide", string.Join(' ', plugin.Capabilities), Theme.Text);
        Line("contract", plugin.Contract == 0 ? "" : $"{plugin.Contract}; this program speaks {ContractVersion.Current}", Theme.Text);
        Line("assembly", plugin.Assembly, Theme.Text);
        Line("folder", plugin.Path, Theme.Text);
    }

    /// <summary>Reasons are what one came here for, so that none of one is cut off. Nothing for an empty text.</summary>
    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => word.Chunk(width)).Select(part => new string(part)))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0) yield return line;
    }

    private static string Shape(PluginState state) => state switch
    {
        PluginState.Loaded => "✓",
        PluginState.Disabled => "✗",
        _ => "○",
    };

    private static string Word(PluginState state) => state switch
    {
        PluginState.Loaded => "loaded",
        PluginState.Disabled => "disabled",
        _ => "unloading",
    };

    private static Style StyleOf(PluginState state) => state switch
    {
        PluginState.Loaded => Theme.Good,
        PluginState.Disabled => Theme.Bad,
        _ => Theme.Dim,
    };
}
