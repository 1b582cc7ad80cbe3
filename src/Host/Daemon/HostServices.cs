using System.Text.Json.Nodes;
using Orchtui.Host.Plugins;
using Orchtui.Host.Views;
using Orchtui.Mux;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Extensions;
using Orchtui.Orchestration.Updates;
using Orchtui.Pty;

namespace Orchtui.Host.Daemon;

/// <summary>The parts of the running host that commands and screens work with. Filled once at the start, in the order of its members.</summary>
internal sealed class HostServices
{
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<string?> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public required HomeDirectory Home { get; init; }

    public required TimeProvider Time { get; init; }

    public required IReadOnlyDictionary<string, string> ServeEnvironment { get; init; }

    public required string Prefix { get; init; }

    public required CallerOrigins Origins { get; init; }

    public required UpdateHub Hub { get; init; }

    public required AgentRegistry Agents { get; init; }

    public required PluginCatalog Plugins { get; init; }

    /// <summary>Where plugins are looked for.</summary>
    public IReadOnlyList<string> PluginFolders { get; init; } = [];

    public ExtensionRegistry Extensions { get; init; } = new();

    /// <summary>What the screens show of tasks and questions.</summary>
    public required QueueModel Queue { get; init; }

    public MuxServer Mux { get; set; } = null!;

    public KeeperLink Keeper { get; set; } = null!;

    public PaneService Panes { get; set; } = null!;

    public AgentPanes AgentPanes { get; set; } = null!;

    public TaskEngine Engine { get; set; } = null!;

    public MuxHost Screens { get; set; } = null!;

    /// <summary>Completes when the first load pass over the plugins is done.</summary>
    public Task PluginsLoaded { get; set; } = Task.CompletedTask;

    public long StartedAt { get; init; }

    /// <summary>Completes when the host is to end, with the line for attached clients; null when they are to wait for the next host.</summary>
    public Task<string?> StopRequested => _stop.Task;

    public void RequestStop(string? message) => _stop.TrySetResult(message);

    /// <summary>Ends every program in every pane, and the keeper.</summary>
    public async Task<bool> EndPanesAsync()
    {
        var orphansEnded = await Panes.EndOrphansAsync().ConfigureAwait(false);
        var keeper = await Keeper.FindAsync().ConfigureAwait(false);
        return orphansEnded & (keeper.Connection is null || await keeper.Connection.ShutdownAsync(EndGrace).ConfigureAwait(false));
    }

    public JsonObject Status() => new()
    {
        ["running"] = true,
        ["pid"] = Self.ProcessId,
        ["helper_pids"] = Keeper.Pid is { } pid ? new JsonArray(pid) : [],
        ["version"] = ProductVersion.Text,
        ["uptime_s"] = (long)Time.GetElapsedTime(StartedAt).TotalSeconds,
        ["home"] = Home.Path,
    };
}
