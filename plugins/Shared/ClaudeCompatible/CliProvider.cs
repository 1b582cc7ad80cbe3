using Orchtui.Agents;
using Orchtui.Commands;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>Claude Code or a CLI that behaves as it does, interactive and headless. What it looks like is data; how it behaves is here.</summary>
internal sealed class CliProvider(CliData data, ICommandRunner commands, TimeProvider time) : IAgentProvider
{
    private readonly CliLaunch _launch = new(data, Environment.IsPrivilegedProcess);

    private readonly ProgramProbe _probe = new(commands)
    {
        Names = data.Binaries,
        InstallAdvice = data.InstallAdvice,
        CheckedVersions = data.CheckedVersions,
        Environment = data.Environment,
        Identity = data.Identity,
    };

    public AgentProfile Profile { get; } = new()
    {
        Id = data.Id,
        DisplayName = data.DisplayName,
        Modes = [AgentMode.Interactive, AgentMode.Headless],
        ChoosesSessionId = true,
        SilenceLimit = TimeSpan.FromMinutes(data.SilenceMinutes),
    };

    public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation) => _probe.RunAsync(searchPath, cancellation);

    public AgentSignIn FindSignIn(IReadOnlyDictionary<string, string> environment) => SignInSearch.Find(data.Credentials, environment);

    public AgentLaunch PrepareLaunch(LaunchRequest request) => _launch.Prepare(request);

    public IAgentStream OpenStream() => new CliStream(data, time);

    public IAgentObserver OpenObserver() => new CliObserver(data, time);
}
