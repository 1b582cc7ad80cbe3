using System.Globalization;

namespace Orchtui.Host.Daemon;

/// <summary>What a program in a pane gets as its environment: the caller's, less what is ours or the runtime's, plus what names its terminal.</summary>
internal static class ChildEnvironments
{
    /// <summary>Names the task whose agent a program is, or was started by. Programs of people do not have it.</summary>
    public const string Task = "ORCHTUI_TASK";

    /// <summary>The terminal our emulator is closest to in every terminfo database.</summary>
    private const string Term = "xterm-256color";

    private static readonly string[] Foreign = ["TMUX", "TMUX_PANE", "STY", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "COLUMNS", "LINES", "WINDOWID", "VTE_VERSION", "KITTY_WINDOW_ID"];

    public static IReadOnlyDictionary<string, string> Clean(IReadOnlyDictionary<string, string> environment) => environment
        .Where(variable => !IsOurs(variable.Key) && !Foreign.Contains(variable.Key))
        .ToDictionary(variable => variable.Key, variable => variable.Value);

    /// <summary>The variables of a program in a pane.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ForPane(IReadOnlyDictionary<string, string> clean, HomeDirectory home, int pane, int? task = null)
    {
        var result = new Dictionary<string, string>(clean)
        {
            ["TERM"] = Term,
            ["COLORTERM"] = "truecolor",
            ["TERM_PROGRAM"] = "orchtui",
            ["ORCHTUI_HOME"] = home.Path,
            ["ORCHTUI_PANE"] = pane.ToString(CultureInfo.InvariantCulture),
        };
        if (task is { } id) result[Task] = id.ToString(CultureInfo.InvariantCulture);
        return [.. result];
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("DOTNET_", StringComparison.Ordinal) || name.StartsWith("ORCHTUI", StringComparison.Ordinal) || name == "MSBuildSDKsPath";
}
