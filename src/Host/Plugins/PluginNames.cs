using System.Text.RegularExpressions;

namespace Orchtui.Host.Plugins;

/// <summary>The one form that the ids of plugins and of agents have, and the one of the other names they register.</summary>
internal static partial class PluginNames
{
    public const string Form = "[a-z][a-z0-9-]*, at most 32 characters";

    /// <summary>The form of the names of everything but agents, which configurations of old write with underscores.</summary>
    public const string ExtensionForm = "[a-z][a-z0-9_-]*, at most 32 characters";

    public static bool IsValid(string? name) => name is not null && Pattern.IsMatch(name);

    public static bool IsValidForExtension(string? name) => name is not null && ExtensionPattern.IsMatch(name);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,31}\z")]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,31}\z")]
    private static partial Regex ExtensionPattern { get; }
}
