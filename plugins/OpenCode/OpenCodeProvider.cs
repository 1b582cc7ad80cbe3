using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>OpenCode, interactive and headless. What it looks like is data; how it behaves is here.</summary>
internal sealed class OpenCodeProvider(OpenCodeData data, IPluginContext context) : IAgentProvider
{
    private readonly OpenCodeLaunch _launch = new(data);

    private readonly ProgramProbe _probe = new(context.Commands)
    {
        Names = data.Binaries,
        InstallAdvice = data.InstallAdvice,
        CheckedVersions = data.CheckedVersions,
        Environment = data.Environment,
    };

    public AgentProfile Profile { get; } = new()
    {
        Id = "opencode",
        DisplayName = "OpenCode",
        Modes = [AgentMode.Interactive, AgentMode.Headless],
        HasServer = true,
        SilenceLimit = TimeSpan.FromMinutes(data.SilenceMinutes),
    };

    public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation) => _probe.RunAsync(searchPath, cancellation);

    public AgentSignIn FindSignIn(IReadOnlyDictionary<string, string> environment) => SignInSearch.Find(data.Credentials, environment);

    public AgentLaunch PrepareLaunch(LaunchRequest request) => _launch.Prepare(request);

    public IAgentStream OpenStream() => new OpenCodeStream(data);

    public IAgentObserver OpenObserver() => new OpenCodeObserver(data.Screen);

    public IAgentLink? OpenLink(AgentLinkRequest request) => new OpenCodeLink(data, request, context.CreateHttpClient(), context.Time);
}
