using System.Text.Json.Serialization;

namespace Orchtui.Host.Plugins;

/// <summary>Whether a plugin takes part.</summary>
internal enum PluginState
{
    /// <summary>Its agents can be used.</summary>
    [JsonStringEnumMemberName("loaded")]
    Loaded,

    /// <summary>It takes no part; the reason says why.</summary>
    [JsonStringEnumMemberName("disabled")]
    Disabled,

    /// <summary>It was removed or replaced and still holds memory, or waits for its runs to end.</summary>
    [JsonStringEnumMemberName("unloading")]
    Unloading,
}

/// <summary>A plugin as <c>plugin list</c> shows it.</summary>
/// <param name="Id">Its id; the folder's name while the manifest cannot be read.</param>
/// <param name="Version">Its version; empty while the manifest cannot be read.</param>
/// <param name="Path">The folder it lies in.</param>
/// <param name="State">Whether it takes part.</param>
/// <param name="Reason">Why it does not, or what was refused it; empty when all is well.</param>
/// <param name="Provides">What it registered, as <c>agent:claude</c>.</param>
internal sealed record PluginInfo(
    string Id, string Version, string Path, PluginState State, string Reason, IReadOnlyList<string> Provides)
{
    /// <summary>The assembly its manifest names; empty while that cannot be read.</summary>
    [JsonIgnore]
    public string Assembly { get; init; } = "";

    /// <summary>The version of the contract its manifest names; 0 while that cannot be read.</summary>
    [JsonIgnore]
    public int Contract { get; init; }

    /// <summary>What its manifest lets it register.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Capabilities { get; init; } = [];
}

/// <summary>The form of <c>plugin list --json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<PluginInfo>))]
internal sealed partial class PluginJson : JsonSerializerContext;
