using Orchtui.Agents;
using Orchtui.Commands;

namespace Orchtui.Plugins.Codex;

/// <summary>Codex, interactive and headless. What it looks like is data; how it behaves is here.</summary>
internal sealed class CodexProvider(CodexData data, ICommandRunner commands, TimeProvider time) : IAgentProvider
{
    private readonly CodexLaunch _launch = new(data);

    private readonly ProgramProbe _probe = new(commands)
    {
        Names = data.Binaries,
        InstallAdvice = data.InstallAdvice,
        CheckedVersions = data.CheckedVersions,
        Environment = data.Environment,
    };

    public AgentProfile Profile { get; } = new()
    {
        Id = "codex",
        DisplayName = "Codex",
        Modes = [AgentMode.Interactive, AgentMode.Headless],
        SilenceLimit = TimeSpan.FromMinutes(data.SilenceMinutes),
    };

    public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation) => _probe.RunAsync(searchPath, cancellation);

    public AgentSignIn FindSignIn(IReadOnlyDictionary<string, string> environment) => SignInSearch.Find(data.Credentials, environment);

    public AgentLaunch PrepareLaunch(LaunchRequest request) => _launch.Prepare(request);

    public IAgentStream OpenStream() => new CodexStream(data, time, CodexFiles.OfThisProcess());

    public IAgentObserver OpenObserver() => new CodexObserver(data, time);
}
