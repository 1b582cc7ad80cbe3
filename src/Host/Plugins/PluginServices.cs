using Orchtui.Commands;
using Orchtui.Plugins;

namespace Orchtui.Host.Plugins;

/// <summary>The edges of the machine that plugins are given.</summary>
/// <param name="Time">The clock of plugins and of their deadlines.</param>
/// <param name="Commands">Runs their short programs.</param>
/// <param name="LogFor">The log of the plugin with that id.</param>
/// <param name="DataRoot">The folder below which each plugin has one of its own.</param>
internal sealed record PluginServices(TimeProvider Time, ICommandRunner Commands, Func<string, IPluginLog> LogFor, string DataRoot);

/// <summary>How long a call into a plugin may take before it is abandoned.</summary>
internal sealed record PluginDeadlines
{
    public TimeSpan Register { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Call { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For readings, which are asked for on the pane's own thread.</summary>
    public TimeSpan Observe { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For one look of a constraint.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Hook { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan Notify { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Backend { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For choosing an agent and for finding work: both may ask a model.</summary>
    public TimeSpan Decide { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a cancelled call may take to notice.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);
}
