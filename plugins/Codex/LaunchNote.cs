using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>
/// What an observer has to know of the launch, as the first event of its run: an observer is opened without a word about the run, also
/// by a host that was started long after it.
/// </summary>
/// <param name="CodexHome">Where the CLI keeps its conversations.</param>
/// <param name="TimeZone">The time zone it tells times in, as the environment names it; null for the machine's own.</param>
internal sealed record LaunchNote(string CodexHome, string? TimeZone)
{
    private const string Kind = "orchtui_launch";

    public static LaunchFile? FileFor(LaunchRequest request)
    {
        if (CodexFiles.HomeOf(request.Environment.GetValueOrDefault) is not { } home) return null;
        var text = JsonSerializer.Serialize(new Dictionary<string, string?>
        {
            ["kind"] = Kind,
            ["codex_home"] = home,
            ["time_zone"] = request.Environment.GetValueOrDefault("TZ"),
        });
        // Before every name that begins with a time.
        return new LaunchFile(Path.Combine(request.EventsDirectory, "0-launch.json"), text);
    }

    public static LaunchNote? Read(ReadOnlyMemory<byte> payload) =>
        JsonReading.TryParse(payload) is { } note && note.Text("kind") == Kind && note.Text("codex_home") is { } home
            ? new LaunchNote(home, note.Text("time_zone"))
            : null;
}
