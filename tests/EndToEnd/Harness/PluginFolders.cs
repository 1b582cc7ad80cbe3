using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>Plugins that are dropped into a home, as a person would, while its host runs or before.</summary>
internal static class PluginFolders
{
    /// <summary>Copies a fixture's folder into the home's plugins.</summary>
    public static string DropPlugin(this OrchtuiHome home, string fixture) =>
        home.DropPlugin(fixture, Path.Combine(AppContext.BaseDirectory, "PluginFixtures", fixture));

    public static string DropPlugin(this OrchtuiHome home, string name, string from)
    {
        var target = Path.Combine(home.Path, "plugins", name);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        return target;
    }

    /// <summary>A file that a plugin keeps.</summary>
    public static string Kept(this OrchtuiHome home, string plugin, string file)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home.Path, "state", "plugins", plugin)).FullName;
        return Path.Combine(folder, file);
    }

    /// <summary>Waits until a plugin is listed as told; null for one that is not listed any more.</summary>
    public static async Task WaitForPluginAsync(this OrchtuiHome home, string id, string? state, string reason = "", double seconds = 30)
    {
        var last = "";
        await Eventually.TrueAsync(
            $"plugin {id} is {state ?? "gone"}",
            async () =>
            {
                var found = (await home.JsonAsync("plugin", "list")).AsArray().Where(plugin => plugin!.Text("id") == id).ToArray();
                last = string.Join('\n', found.Select(plugin => plugin!.ToJsonString()));
                return state is null ? found.Length == 0 : found.Length == 1 && found[0]!.Text("state") == state && found[0]!.Text("reason").Contains(reason);
            },
            TimeSpan.FromSeconds(seconds),
            () => last);
    }
}
