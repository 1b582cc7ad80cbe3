using System.Runtime.InteropServices;

namespace Orchtui.Host.Plugins;

/// <summary>
/// Finds a plugin's native libraries, in its folder and in <c>runtimes/RID/native</c> below it, and loads them from a copy that is gone
/// from the disk again at once: the file in the plugin's folder can then be replaced while the host runs. A library stays mapped until
/// the host ends, also when its plugin is unloaded: nobody can tell whether a thread of its own still runs in it.
/// </summary>
internal static class NativeFiles
{
    /// <summary>Libraries that lie beside the one that is loaded may be what it needs; more than these do not.</summary>
    private const int MaxSiblings = 50;

    private static readonly string Extension = OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    /// <summary>The platforms this one runs the libraries of, the most special first.</summary>
    private static readonly string[] Platforms =
    [
        RuntimeInformation.RuntimeIdentifier,
        $"{(OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}",
        OperatingSystem.IsMacOS() ? "osx" : "linux",
        "unix",
    ];

    /// <summary>The path of a library by the name that code uses for it; null when the plugin does not bring it.</summary>
    public static string? Find(string directory, string name)
    {
        if (Path.GetFileName(name) != name) return null;
        string[] files = [name, $"lib{name}{Extension}", $"{name}{Extension}", $"lib{name}"];
        var folders = Platforms.Select(rid => Path.Combine(directory, "runtimes", rid, "native")).Prepend(directory);
        return folders.SelectMany(folder => files.Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists);
    }

    public static nint LoadCopy(string path, Func<string, nint> load)
    {
        var folder = Directory.CreateTempSubdirectory("orchtui-native-");
        try
        {
            var siblings = Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Where(IsLibrary).Where(file => file != path).Take(MaxSiblings);
            foreach (var file in siblings.Append(path)) File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            return load(Path.Combine(folder.FullName, Path.GetFileName(path)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsLibrary(string file) =>
        Path.GetFileName(file) is var name && (name.EndsWith(Extension, StringComparison.Ordinal) || name.Contains(Extension + ".", StringComparison.Ordinal));
}
