using System.Reflection;
using System.Runtime.Loader;
using Orchtui.Plugins;

namespace Orchtui.Host.Plugins;

/// <summary>
/// The assemblies of one plugin. Only the contract comes from the host; everything else the plugin carries itself, so that two
/// plugins may use two versions of one library. Managed files are read into memory rather than mapped, and native ones are mapped from a
/// copy (<see cref="NativeFiles"/>): someone who copies a new version over a mapped file would crash the whole process.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private static readonly Assembly Contract = typeof(IPlugin).Assembly;

    private readonly AssemblyDependencyResolver _resolver;

    public PluginLoadContext(string assemblyPath, bool collectible) : base(Path.GetFileNameWithoutExtension(assemblyPath), collectible)
    {
        _resolver = new AssemblyDependencyResolver(assemblyPath);
        Folder = Path.GetDirectoryName(assemblyPath)!;
    }

    /// <summary>The plugin's folder.</summary>
    public string Folder { get; }

    /// <summary>Loads a managed file, with its symbols when they lie beside it.</summary>
    public Assembly LoadFile(string path)
    {
        using var image = new MemoryStream(File.ReadAllBytes(path));
        var symbols = Path.ChangeExtension(path, ".pdb");
        if (!File.Exists(symbols)) return LoadFromStream(image);
        using var debug = new MemoryStream(File.ReadAllBytes(symbols));
        return LoadFromStream(image, debug);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Contract.GetName().Name) return Contract;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFile(path) : null;
    }

    /// <summary>What the plugin's list of dependencies names comes first, then what lies where such files belong.</summary>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) ?? NativeFiles.Find(Folder, unmanagedDllName);
        return path is null ? 0 : NativeFiles.LoadCopy(path, LoadUnmanagedDllFromPath);
    }
}
