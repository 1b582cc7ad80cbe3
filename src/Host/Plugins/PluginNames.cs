using System.Text.RegularExpressions;

namespace Orchtui.Host.Plugins;

/// <summary>The one form that the ids of plugins and the names of what they register have.</summary>
internal static partial class PluginNames
{
    public const string Form = "[a-z][a-z0-9-]*, at most 32 characters";

    public static bool IsValid(string? name) => name is not null && Pattern.IsMatch(name);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,31}\z")]
    private static partial Regex Pattern { get; }
}
