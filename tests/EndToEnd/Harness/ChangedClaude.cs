using System.Text.Json.Nodes;

namespace Orchtui.EndToEnd.Harness;

/// <summary>Claude's plugin once more under another name, with another data file: as after a change of the CLI, or of what is known of it.</summary>
internal static class ChangedClaude
{
    /// <summary>Drops it into the home's plugins; it uses the same program.</summary>
    public static void DropChangedClaude(this OrchtuiHome home, string id, Action<JsonObject> change)
    {
        var own = Path.Combine(Path.GetDirectoryName(OrchtuiProgram.Path)!, "plugins", "Claude");
        var folder = home.DropPlugin(id, own);
        var manifest = Path.Combine(folder, "plugin.yml");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("id: claude", $"id: {id}", StringComparison.Ordinal));
        var file = Path.Combine(folder, "claude.json");
        var data = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        data["id"] = id;
        change(data);
        File.WriteAllText(file, data.ToJsonString());
    }

    /// <summary>Rules that match nothing any more.</summary>
    public static void BreakRules(JsonObject data, params IEnumerable<string> lists)
    {
        foreach (var rule in lists.SelectMany(list => data[list]!.AsArray())) rule!["pattern"] = "^this is on no screen$";
    }
}
