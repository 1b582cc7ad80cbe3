using System.Text.RegularExpressions;

namespace Orchtui.EndToEnd.Harness;

/// <summary>How a person tells by the screen of one kind of agent what it does: the marks of each state, which no rule of ours is asked for.</summary>
internal sealed record LiveAgent(string Id, string Working, string Waiting, string Done, string Failed)
{
    public static LiveAgent Claude { get; } =
        new("claude", "esc to interrupt", "Do you want to proceed", @"^● It ran\.", "There's an issue with the selected model");

    public static LiveAgent Codex { get; } =
        new("codex", "esc to interrupt", "Would you like to run the following command", @"^• It ran\.", "does not exist or you do not have access");

    public static LiveAgent OpenCode { get; } =
        new("opencode", "esc (again to )?interrupt", "Permission required", @"^ +It ran\.", @"(The model|Model) .*(does not exist|not found)");

    /// <summary>What the screen shows; null when nothing that has a mark.</summary>
    public string? StateOf(string screen)
    {
        if (Shows(Waiting)) return "waiting";
        if (Shows(Working)) return "working";
        if (Shows(Failed)) return "failed";
        return Shows(Done) ? "done" : null;

        bool Shows(string mark) => Regex.IsMatch(screen, mark, RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
