using Orchtui.Agents;
using Orchtui.Commands;
using Orchtui.Plugins;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>An agent that is all data: a file beside the manifest, and no assembly.</summary>
internal sealed class DeclaredProvider(string id, AgentFile file, ICommandRunner commands) : IAgentProvider
{
    private readonly DeclaredLaunch _launch = new(file);
    private readonly DeclaredErrors _errors = new(file);

    private readonly ProgramProbe _probe = new(commands)
    {
        Names = file.Executables,
        InstallAdvice = file.Install.Length > 0 ? $"install it with: {file.Install}" : "install it, or put it on PATH",
        CheckedVersions = file.Version.Checked,
        Environment = file.Environment,
        Arguments = file.Version.Arguments,
        Version = AgentFileReader.Compile(file.Version.Pattern),
    };

    public AgentProfile Profile { get; } = new()
    {
        Id = id,
        DisplayName = file.Name.Length > 0 ? file.Name : id,
        Modes = [.. Modes(file)],
        ChoosesSessionId = file.ChoosesSession,
        SilenceLimit = TimeSpan.FromMinutes(file.SilenceMinutes),
    };

    public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation) => _probe.RunAsync(searchPath, cancellation);

    public AgentLaunch PrepareLaunch(LaunchRequest request) => _launch.Prepare(request);

    public IAgentStream OpenStream() => new DeclaredStream(file, _errors);

    public IAgentObserver OpenObserver() => new DeclaredObserver(file, _errors);

    private static IEnumerable<AgentMode> Modes(AgentFile file)
    {
        if (file.Interactive is not null) yield return AgentMode.Interactive;
        if (file.Headless is not null) yield return AgentMode.Headless;
    }
}
