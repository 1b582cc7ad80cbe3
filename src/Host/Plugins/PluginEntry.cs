namespace Orchtui.Host.Plugins;

/// <summary>What the catalog knows of one plugin folder.</summary>
internal sealed class PluginEntry(string directory, string fingerprint, ManifestReading reading)
{
    public string Directory => directory;

    public string Fingerprint => fingerprint;

    public ManifestReading Reading => reading;

    public string Id => reading.Manifest?.Id ?? Path.GetFileName(directory);

    /// <summary>Null while it is disabled.</summary>
    public LoadedPlugin? Plugin { get; set; }

    /// <summary>Why it takes no part.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Whether the cause lies in other plugins, so that it is worth trying again when those change.</summary>
    public bool Retry { get; set; }

    public PluginInfo Describe() => new(
        Id,
        reading.Manifest?.Version ?? "",
        directory,
        Plugin is null ? PluginState.Disabled : PluginState.Loaded,
        Plugin?.Note ?? Reason,
        Plugin is null ? [] : [.. Plugin.Agents.Select(agent => $"{PluginManifest.Agent}:{agent.Profile.Id}")]);
}

/// <summary>A plugin that was removed or replaced: shown until it has left memory.</summary>
internal sealed record LeavingPlugin(PluginInfo Info, WeakReference Memory);
