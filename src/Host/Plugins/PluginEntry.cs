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

    /// <summary>What is put off until its agents are idle; empty when nothing is.</summary>
    public string Waiting { get; set; } = "";

    /// <summary>A person wants it loaded anew, whether its folder changed or not.</summary>
    public bool ReloadWanted { get; set; }

    public PluginInfo Describe() => new(
        Id,
        reading.Manifest?.Version ?? "",
        directory,
        Plugin is null ? PluginState.Disabled : PluginState.Loaded,
        string.Join("; ", new[] { Plugin?.Note ?? Reason, Waiting }.Where(text => text.Length > 0)),
        Plugin is null ? [] : [.. Plugin.Guards.Select(guard => $"{guard.Kind}:{guard.Name}")])
    {
        Assembly = reading.Manifest?.Content ?? "",
        Contract = reading.Manifest?.Contract ?? 0,
        Capabilities = reading.Manifest?.Capabilities ?? [],
    };
}

/// <summary>A plugin that was removed or replaced: shown until it has left memory.</summary>
internal sealed record LeavingPlugin(PluginInfo Info, WeakReference Memory);
