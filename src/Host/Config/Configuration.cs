using System.Collections.Frozen;
using Orchtui.Agents;
using Orchtui.Mux;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Config;

/// <summary>What <c>config.yml</c> of the home sets, with the defaults where it does not.</summary>
internal sealed record Configuration
{
    /// <summary>Lines of scrollback in a new pane that asks for no number of its own.</summary>
    /// <value>Key: terminal.scrollback_lines. Range: 0 to 1,000,000. Default: 10,000.</value>
    public int ScrollbackLines { get; init; } = 10_000;

    /// <summary>The key that introduces commands in a pane.</summary>
    /// <value>Key: terminal.prefix. A tmux key name. Default: C-b.</value>
    public string Prefix { get; init; } = "C-b";

    /// <summary>East Asian ambiguous characters take two columns: for terminals that are set so.</summary>
    /// <value>Key: terminal.ambiguous_width. narrow or wide. Default: narrow.</value>
    public bool AmbiguousWide { get; init; }

    /// <summary>How many tasks may be in progress at once.</summary>
    /// <value>Key: engine.max_parallel. Range: 1 to 64. Default: 4.</value>
    public int MaxParallel { get; init; } = 4;

    /// <summary>Constraints that must hold before a task starts by itself.</summary>
    /// <value>Key: engine.constraints. Names, separated by commas. Default: none.</value>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>How often the tasks of trackers are read.</summary>
    /// <value>Key: engine.sync_interval, in seconds. Range: 1 to 86,400. Default: 300.</value>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a headless run may take.</summary>
    /// <value>Key: workflow.timeout_seconds. 0 for no limit. Default: 1800.</value>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>How much agents may do without asking.</summary>
    /// <value>Key: workflow.permissions.mode. supervised or autonomous. Default: supervised.</value>
    public PermissionMode Permissions { get; init; } = PermissionMode.Supervised;

    /// <summary>What is said of each agent, for its provider.</summary>
    /// <value>Keys: agents.NAME.KEY; the agent's page in the guide lists its keys. Lists become lines. Default: none.</value>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Agents { get; init; } =
        FrozenDictionary<string, IReadOnlyDictionary<string, string>>.Empty;

    /// <summary>
    /// Reads the file; what is wrong in it is returned with file, line and key, and that key keeps its default. A key that nobody reads is
    /// wrong too: it was meant to do something.
    /// </summary>
    public static (Configuration Configuration, IReadOnlyList<string> Errors) Load(string path)
    {
        if (!File.Exists(path)) return (new Configuration(), []);
        var reader = new YamlSettings(path);
        var defaults = new Configuration();
        var configuration = new Configuration
        {
            ScrollbackLines = reader.Number("terminal.scrollback_lines", 0, MuxOptions.MostScrollbackLines, defaults.ScrollbackLines),
            Prefix = PrefixOf(reader.Text("terminal.prefix", text => KeyName.TryParse(text, out _), "a key such as C-b", defaults.Prefix)),
            AmbiguousWide = reader.Text("terminal.ambiguous_width", text => text is "narrow" or "wide", "narrow or wide", "narrow") == "wide",
            MaxParallel = reader.Number("engine.max_parallel", 1, 64, defaults.MaxParallel),
            Constraints = reader.Text("engine.constraints", _ => true, "names of constraints", "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            SyncInterval = TimeSpan.FromSeconds(reader.Number("engine.sync_interval", 1, 86_400, (int)defaults.SyncInterval.TotalSeconds)),
            RunTimeout = TimeSpan.FromSeconds(reader.Number("workflow.timeout_seconds", 0, 7 * 24 * 3600, (int)defaults.RunTimeout.TotalSeconds)),
            Permissions = reader.Text("workflow.permissions.mode", text => text is "supervised" or "autonomous", "supervised or autonomous", "supervised") == "autonomous"
                ? PermissionMode.Autonomous
                : PermissionMode.Supervised,
            Agents = reader.Sections("agents"),
        };
        reader.CheckUnknownKeys();
        return (configuration, reader.Errors);
    }

    /// <summary>The key by the name that keys are compared by: <c>^a</c> and <c>c-a</c> are C-a.</summary>
    private static string PrefixOf(string text) => KeyName.TryParse(text, out var key) ? KeyName.Format(key) : text;
}
