namespace Orchtui.Host.Plugins;

/// <summary>What a plugin says of itself in its <c>plugin.yml</c>.</summary>
/// <param name="Id">Its name, unique among all plugins: <c>[a-z][a-z0-9-]*</c>, at most 32 characters.</param>
/// <param name="Version">Its own version, for people.</param>
/// <param name="Assembly">The file name of the assembly that holds its entry point, beside the manifest; empty for an agent without code.</param>
/// <param name="Contract">The version of the contract it was built against.</param>
/// <param name="Capabilities">What it may register.</param>
internal sealed record PluginManifest(string Id, string Version, string Assembly, int Contract, IReadOnlyList<string> Capabilities)
{
    /// <summary>The file that declares an agent without code, beside the manifest; empty for a plugin with an assembly.</summary>
    public string AgentFile { get; init; } = "";

    /// <summary>What it is made of: the name of the one file beside the manifest that matters.</summary>
    public string Content => AgentFile.Length > 0 ? AgentFile : Assembly;

    public const string FileName = "plugin.yml";

    /// <summary>Every capability that this contract knows.</summary>
    public static readonly IReadOnlyList<string> KnownCapabilities = [Agent, Backend, Constraint, Hook, Notifier, Decision, Route];

    public const string Agent = "agent";
    public const string Backend = "backend";
    public const string Constraint = "constraint";
    public const string Hook = "hook";
    public const string Notifier = "notifier";
    public const string Decision = "decision";
    public const string Route = "route";
}

/// <summary>A manifest, or everything that is wrong with it.</summary>
internal sealed record ManifestReading(PluginManifest? Manifest, IReadOnlyList<string> Errors);
