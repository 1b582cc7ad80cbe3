using Orchtui.Commands;
using Orchtui.Host.Plugins;
using Orchtui.Orchestration.Extensions;
using Orchtui.Plugins;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Plugins;

/// <summary>A plugins folder of its own for one test, into which the built fixture plugins are dropped, with a catalog over it.</summary>
internal sealed class PluginHome : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _data = new();

    public PluginHome(PluginDeadlines? deadlines = null, Func<string, bool>? isBusy = null)
    {
        var services = new PluginServices(TimeProvider.System, new NoCommands(), _ => new SilentLog(), _data.Path);
        var loader = new PluginLoader(services, deadlines ?? new PluginDeadlines());
        Catalog = new PluginCatalog([_directory.Path], loader, isBusy ?? (_ => false));
        Catalog.AgentsChanged += Changes.Add;
        Catalog.ExtensionsChanged += change =>
        {
            foreach (var gone in change.Removed) Extensions.Remove(gone);
            foreach (var come in change.Added) Extensions.Add(come);
        };
    }

    public PluginCatalog Catalog { get; }

    public List<AgentsChanged> Changes { get; } = [];

    public ExtensionRegistry Extensions { get; } = new();

    public string Root => _directory.Path;

    public string this[string folder] => _directory[folder];

    /// <summary>A file that the plugin of that id keeps.</summary>
    public string Kept(string id, string file) => Path.Combine(_data.Path, id, file);

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "PluginFixtures", name);

    /// <summary>Copies a fixture's folder; as <paramref name="folder"/> when one is named.</summary>
    public string Drop(string fixture, string? folder = null)
    {
        var target = _directory[folder ?? fixture];
        foreach (var file in Directory.EnumerateFiles(Fixture(fixture), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Fixture(fixture), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        return target;
    }

    public void EditManifest(string folder, string from, string to)
    {
        var path = Path.Combine(_directory[folder], PluginManifest.FileName);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Remove(string folder) => Directory.Delete(_directory[folder], recursive: true);

    public Task RescanAsync() => Catalog.RescanAsync(CancellationToken.None);

    public PluginInfo Single(string id) => Assert.Single(Catalog.List(), plugin => plugin.Id == id);

    /// <summary>
    /// Collects until nothing of an unloading plugin is left. The runtime takes its time: code that waits to be compiled again keeps
    /// its plugin for some hundred milliseconds.
    /// </summary>
    public Task LeavesMemoryAsync(string id) => Eventually.TrueAsync($"plugin {id} leaves memory", () =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Catalog.List().All(plugin => plugin.Id != id || plugin.State != PluginState.Unloading);
    });

    public void Dispose()
    {
        Catalog.Dispose();
        _directory.Dispose();
        _data.Dispose();
    }

    private sealed class NoCommands : ICommandRunner
    {
        public Task<CommandResult> RunAsync(Command command, CancellationToken cancellation = default) =>
            Task.FromResult(new CommandResult(CommandOutcome.NotFound, -1, "", ""));
    }

    private sealed class SilentLog : IPluginLog
    {
        public void Info(string message) { }

        public void Warning(string message) { }
    }
}
