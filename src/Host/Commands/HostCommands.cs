using Orchtui.Mux.Commands;

namespace Orchtui.Host.Commands;

/// <summary>The command table of the program.</summary>
internal static class HostCommands
{
    public static CommandTable<HostContext> Table { get; } = new(
        [.. QueueCommands.Rows, .. TaskCommands.Rows, .. InboxCommands.Rows, .. WindowCommands.Rows, .. ClientCommands.Rows, .. CopyCommands.Rows, .. PaneCommands.Rows, .. PluginCommands.Rows, .. CoordinatorCommands.Rows, .. ServiceCommands.Rows]);
}
