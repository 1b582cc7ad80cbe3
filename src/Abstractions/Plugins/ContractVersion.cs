namespace Orchtui.Plugins;

/// <summary>The version of the contract between the host and its plugins.</summary>
public static class ContractVersion
{
    /// <summary>
    /// The version this assembly speaks. A plugin names the version it was built against as <c>contract</c> in its
    /// <c>plugin.yml</c>; the host disables a plugin that names another one and says so.
    /// </summary>
    public const int Current = 1;
}
