using System.Text.Json.Nodes;
using Orchtui.Mux.Panes;
using Orchtui.Mux.Windows;

namespace Orchtui.Host.Commands;

/// <summary>A pane as programs see it.</summary>
internal static class PaneJson
{
    public static JsonObject Of(Pane pane, Session session) => new()
    {
        ["id"] = pane.Id.Value,
        ["window"] = session.WindowOf(pane.Id)?.Index,
        ["name"] = pane.Record.Name,
        ["cols"] = pane.Emulator.Size.Columns,
        ["rows"] = pane.Emulator.Size.Rows,
        ["pid"] = pane.Pid,
        ["alive"] = pane.Exit is null && pane.Master is not null,
        ["exit_status"] = pane.Exit?.ShellCode,
        ["title"] = pane.Emulator.Title,
        ["task_id"] = pane.Record.TaskId,
        ["cwd"] = pane.Record.WorkingDirectory,
        ["scrollback_lines"] = pane.Record.ScrollbackLines,
        ["command"] = new JsonArray([.. pane.Record.Arguments.Select(argument => (JsonNode)argument)]),
        ["created_at"] = pane.Record.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
    };
}
