using Orchtui.Agents;

namespace Orchtui.Host.Plugins;

/// <summary>Agents that came and went in one step.</summary>
internal sealed record AgentsChanged(IReadOnlyList<IAgentProvider> Added, IReadOnlyList<IAgentProvider> Removed);

/// <summary>What else came and went in one step.</summary>
internal sealed record ExtensionsChanged(IReadOnlyList<IPluginGuard> Added, IReadOnlyList<IPluginGuard> Removed);

/// <summary>
/// All plugins of the host: the folders below its roots, what became of each, and what they offer. One entry per folder, in
/// order of discovery; an id or a name of its kind belongs to the first that claims it. <see cref="RescanAsync"/> makes memory follow the
/// disk and may be called as often as one likes; passes run one after another. No plugin code runs and no event is raised under the lock.
/// </summary>
internal sealed class PluginCatalog(IReadOnlyList<string> roots, PluginLoader loader, Func<string, bool> isBusy) : IDisposable
{
    private readonly SemaphoreSlim _pass = new(1, 1);
    private readonly Lock _gate = new();
    private readonly List<PluginEntry> _entries = [];
    private readonly List<LeavingPlugin> _leaving = [];

    /// <summary>Ids of plugins with a call that never came back.</summary>
    private readonly HashSet<string> _abandoned = new(StringComparer.Ordinal);

    /// <summary>Whether a plugin left since the last pass, so that its names may be taken by another.</summary>
    private bool _namesWereFreed;

    public PluginCatalog(IReadOnlyList<string> roots, PluginLoader loader) : this(roots, loader, _ => false) { }

    /// <summary>Raised after agents came or went, on the thread that caused it.</summary>
    public event Action<AgentsChanged>? AgentsChanged;

    /// <summary>Raised after anything but agents came or went, on the thread that caused it.</summary>
    public event Action<ExtensionsChanged>? ExtensionsChanged;

    /// <summary>Raised after the list of plugins may have changed, on any thread.</summary>
    public event Action? Changed;

    /// <summary>Whether another pass in a moment may do what the last one could not: a plugin is in use, or its folder was just changing.</summary>
    public bool IsPassPending { get; private set; }

    /// <summary>Whether a plugin that was removed or replaced still holds memory.</summary>
    public bool IsLeaving
    {
        get
        {
            lock (_gate) return _leaving.Exists(plugin => plugin.Memory.IsAlive);
        }
    }

    /// <summary>Every agent that can be used now.</summary>
    public IReadOnlyList<IAgentProvider> Agents
    {
        get { lock (_gate) return [.. _entries.SelectMany(entry => entry.Plugin?.Agents ?? [])]; }
    }

    /// <summary>The folders that are looked through, the program's own first.</summary>
    public static IReadOnlyList<string> RootsFor(string applicationDirectory, string home) =>
        [Path.Combine(applicationDirectory, "plugins"), Path.Combine(home, "plugins")];

    public IReadOnlyList<PluginInfo> List()
    {
        lock (_gate)
        {
            _leaving.RemoveAll(plugin => !plugin.Memory.IsAlive);
            return [.. _entries.Select(entry => entry.Describe()), .. _leaving.Select(plugin => plugin.Info)];
        }
    }

    /// <summary>The plugin of that id; one that takes part before one that does not, and both before one that leaves.</summary>
    public PluginInfo? Find(string id) => List().Where(plugin => plugin.Id == id).MinBy(plugin => plugin.State);

    /// <summary>
    /// Loads what is new, reloads what was replaced and unloads what is gone. A plugin with running agents waits for them.
    /// </summary>
    public async Task RescanAsync(CancellationToken cancellation)
    {
        await _pass.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            IsPassPending = false;
            var directories = PluginFolders.Find(roots);
            Leave(directories);
            foreach (var directory in directories)
            {
                cancellation.ThrowIfCancellationRequested();
                await Task.Run(() => Visit(directory), cancellation).ConfigureAwait(false);
            }

            RetryRefused();
        }
        finally
        {
            _pass.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Loads a plugin anew, whether its folder changed or not; one in use is loaded anew when it is idle.</summary>
    /// <returns>What became of it; null when there is no plugin of that id.</returns>
    public async Task<PluginInfo?> ReloadAsync(string id, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var entries = _entries.Where(entry => entry.Id == id).ToArray();
            if (entries.Length == 0) return null;
            foreach (var entry in entries) entry.ReloadWanted = true;
        }

        await RescanAsync(cancellation).ConfigureAwait(false);
        return Find(id);
    }

    public void Dispose()
    {
        foreach (var entry in Entries()) Remove(entry, "the program ends");
        _pass.Dispose();
    }

    private void Leave(IReadOnlyList<string> directories)
    {
        foreach (var entry in Entries().Where(entry => !directories.Contains(entry.Directory)))
            if (!Waits(entry, "its folder was removed; it goes when its agents are idle")) Remove(entry, "its folder was removed");
    }

    private void Visit(string directory)
    {
        if (PluginFingerprint.Of(directory) is not { } fingerprint)
        {
            IsPassPending = true;
            return;
        }

        var known = Entries().FirstOrDefault(entry => entry.Directory == directory);
        if (known is not null && known.Fingerprint == fingerprint && !known.ReloadWanted) return;
        if (known is not null && Waits(known, "it is loaded anew when its agents are idle")) return;
        if (known is not null) Remove(known, known.ReloadWanted ? "it is loaded anew" : "its folder was replaced");
        var entry = new PluginEntry(directory, fingerprint, ManifestReader.Read(directory));
        lock (_gate) _entries.Add(entry);
        Load(entry);
    }

    /// <summary>A name that was taken may be free by now.</summary>
    private void RetryRefused()
    {
        lock (_gate)
        {
            if (!_namesWereFreed) return;
            _namesWereFreed = false;
        }

        foreach (var entry in Entries().Where(entry => entry is { Plugin: null, Retry: true })) Load(entry);
    }

    private void Load(PluginEntry entry)
    {
        if (Obstacle(entry) is { } reason)
        {
            entry.Reason = reason;
            return;
        }

        var load = loader.Load(entry.Directory, entry.Reading.Manifest!, OwnerOf, fault => Disable(entry, fault));
        if (load.Plugin is null)
        {
            Note(entry, load.Fault!);
            return;
        }

        lock (_gate) entry.Plugin = load.Plugin;
        if (load.Plugin.Agents.Count > 0) AgentsChanged?.Invoke(new AgentsChanged([.. load.Plugin.Agents], []));
        if (Extensions(load.Plugin) is { Count: > 0 } extensions) ExtensionsChanged?.Invoke(new ExtensionsChanged(extensions, []));
    }

    private string? Obstacle(PluginEntry entry)
    {
        if (entry.Reading.Manifest is not { } manifest) return string.Join("; ", entry.Reading.Errors);
        lock (_gate)
        {
            entry.Retry = true;
            if (_abandoned.Contains(manifest.Id)) return $"a call into '{manifest.Id}' was abandoned; it stays off until the next start";
            var rival = _entries.FirstOrDefault(other => other != entry && other.Plugin?.Manifest.Id == manifest.Id);
            return rival is null ? null : $"the id '{manifest.Id}' is already taken by {rival.Directory}";
        }
    }

    private void Note(PluginEntry entry, PluginFault fault)
    {
        lock (_gate)
        {
            entry.Reason = fault.Reason;
            entry.Retry = fault.NameTaken;
            if (fault.Abandoned) _abandoned.Add(entry.Id);
        }
    }

    /// <summary>A plugin failed after it was loaded. May come from several threads at once; the first one wins.</summary>
    private void Disable(PluginEntry entry, PluginFault fault)
    {
        Note(entry, fault);
        Detach(entry, fault.Reason);
        Changed?.Invoke();
    }

    private void Remove(PluginEntry entry, string reason)
    {
        var info = entry.Describe() with { State = PluginState.Unloading, Reason = reason, Provides = [] };
        lock (_gate) _entries.Remove(entry);
        if (Detach(entry, reason) is { } memory)
            lock (_gate) _leaving.Add(new LeavingPlugin(info, memory));
    }

    private WeakReference? Detach(PluginEntry entry, string reason)
    {
        LoadedPlugin? plugin;
        lock (_gate)
        {
            plugin = entry.Plugin;
            entry.Plugin = null;
            _namesWereFreed |= plugin is not null;
        }

        if (plugin is null) return null;
        var memory = plugin.Unload(reason);
        if (plugin.Agents.Count > 0) AgentsChanged?.Invoke(new AgentsChanged([], [.. plugin.Agents]));
        if (Extensions(plugin) is { Count: > 0 } extensions) ExtensionsChanged?.Invoke(new ExtensionsChanged([], extensions));
        return memory;
    }

    /// <summary>Whether something has to wait until the plugin's agents are idle; a later pass does it then.</summary>
    private bool Waits(PluginEntry entry, string what)
    {
        var busy = entry.Plugin?.Agents.Any(agent => isBusy(agent.Profile.Id)) == true;
        entry.Waiting = busy ? what : "";
        IsPassPending |= busy;
        return busy;
    }

    private static IReadOnlyList<IPluginGuard> Extensions(LoadedPlugin plugin) =>
        [.. plugin.Guards.Where(guard => guard is not GuardedAgentProvider)];

    private string? OwnerOf(string key)
    {
        lock (_gate)
            return _entries.FirstOrDefault(entry => entry.Plugin?.Guards.Any(guard => $"{guard.Kind}:{guard.Name}" == key) == true)?.Id;
    }

    private PluginEntry[] Entries()
    {
        lock (_gate) return [.. _entries];
    }
}
