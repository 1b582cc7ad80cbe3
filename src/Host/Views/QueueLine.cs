using System.Globalization;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Host.Views;

/// <summary>One task in one row. Columns fold from the right as room shrinks: age, agent, reason; shape, id and title always stay.</summary>
internal static class QueueLine
{
    private const int AgentWidth = 9;
    private const int AgeWidth = 5;

    public static void Draw(Surface surface, Rect area, QueueRow row, bool selected, DateTimeOffset now)
    {
        var id = row.Id.ToString(CultureInfo.InvariantCulture);
        surface.Write(area.Column + 1, area.Row, row.Shape.ToString(), row.ShapeStyle);
        surface.Field(area.Column + 3, area.Row, Math.Max(3, id.Length), id, Theme.Dim, right: true);
        var start = area.Column + 3 + Math.Max(3, id.Length) + 1;
        var room = area.Right - start;
        var end = area.Right;
        if (room >= 64)
        {
            end -= AgeWidth;
            surface.Field(end, area.Row, AgeWidth, QueueRow.Age(now - row.Task.UpdatedAt), Theme.Dim, right: true);
        }

        if (room >= 30)
        {
            var width = Math.Clamp(room * 3 / 10, 10, 40);
            end -= width + 1;
            surface.Write(end + 1, area.Row, Middle(surface.Glyphs, row.Reason, width), row.Rank == 0 ? Theme.NeedsYou : Theme.Dim, width);
        }

        if (room >= 40)
        {
            end -= AgentWidth + 1;
            surface.Write(end + 1, area.Row, row.Task.Agent ?? "", Theme.Dim, AgentWidth);
        }

        surface.Write(start, area.Row, Middle(surface.Glyphs, row.Task.Title, end - start), row.Rank < 3 ? Theme.Text : Theme.Dim, end - start);
        if (selected) surface.Restyle(area, Theme.Selected);
    }

    public static string Cost(TaskRecord task) => task.CostUsd is { } cost ? $"${cost.ToString("0.00", CultureInfo.InvariantCulture)}" : "";

    /// <summary>A text that is too wide loses its middle: beginnings and ends tell titles apart.</summary>
    public static string Middle(GlyphTable glyphs, string text, int width)
    {
        if (glyphs.Width(text) <= width) return text;
        if (width < 5) return text;
        var elements = StringInfo.GetTextElementEnumerator(text);
        var parts = new List<string>();
        while (elements.MoveNext()) parts.Add(elements.GetTextElement());
        var head = Take(glyphs, parts, width / 2);
        parts.Reverse();
        var tail = Take(glyphs, parts, width - 1 - (width / 2));
        tail.Reverse();
        return $"{string.Concat(head)}…{string.Concat(tail)}";
    }

    private static List<string> Take(GlyphTable glyphs, IEnumerable<string> parts, int width)
    {
        var taken = new List<string>();
        foreach (var part in parts)
        {
            width -= glyphs.Width(part);
            if (width < 0) break;
            taken.Add(part);
        }

        return taken;
    }
}
