using Orchtui.Host.Daemon;
using Orchtui.Host.Rpc;

namespace Orchtui.Host.Commands;

/// <summary>What the handler of a command works with: the running host and the caller.</summary>
internal sealed record HostContext(HostServices Host, Caller Caller)
{
    /// <summary>
    /// The task in whose pane the caller runs, 0 when the caller is an orphan of unknown origin; null for a person.
    /// Such callers may use only what is open to agents.
    /// </summary>
    public int? CallerTask() => Caller.Client is not null ? null : Host.Origins.TaskOf(Caller.ProcessId);

    /// <summary>The environment for what the caller starts, without our own variables and the runtime's.</summary>
    public IReadOnlyDictionary<string, string> ChildEnvironment() => ChildEnvironments.Clean(Caller.Environment ?? Host.ServeEnvironment);
}
