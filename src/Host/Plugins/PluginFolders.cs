namespace Orchtui.Host.Plugins;

/// <summary>Finds the folders that plugins lie in: each one directly below a root, in the order of the roots and of their names.</summary>
internal static class PluginFolders
{
    /// <summary>Per root; someone who points a root at a home directory must not wait for it.</summary>
    private const int MaxFolders = 200;

    public static IReadOnlyList<string> Find(IEnumerable<string> roots) =>
        [.. roots.Select(Path.GetFullPath).Distinct().SelectMany(Below)];

    /// <summary>An empty folder is one that is about to be filled. One whose name starts with a dot is not meant to be seen.</summary>
    private static IEnumerable<string> Below(string root) =>
        !Directory.Exists(root)
            ? []
            : Directory.EnumerateDirectories(root)
                .Where(folder => !Path.GetFileName(folder).StartsWith('.') && Directory.EnumerateFileSystemEntries(folder).Any())
                .Order(StringComparer.Ordinal)
                .Take(MaxFolders);
}
