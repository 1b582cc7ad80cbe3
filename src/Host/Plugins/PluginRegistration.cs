using Orchtui.Agents;
using Orchtui.Commands;
using Orchtui.Plugins;

namespace Orchtui.Host.Plugins;

/// <summary>
/// The host's side of one plugin: takes what it registers while its registration is open, and gives it the machine's edges for as
/// long as it is loaded.
/// </summary>
internal sealed class PluginRegistration(
    PluginManifest manifest, string directory, PluginServices services, Func<string, string?> ownerOf) : IPluginContext
{
    private readonly Lock _gate = new();
    private readonly List<(IAgentProvider Provider, AgentProfile Profile)> _agents = [];
    private readonly List<string> _refusals = [];
    private bool _nameTaken;
    private bool _closed;

    public string PluginId => manifest.Id;

    public string PluginDirectory => directory;

    public TimeProvider Time => services.Time;

    public ICommandRunner Commands => services.Commands;

    public IPluginLog Log { get; } = services.LogFor(manifest.Id);

    public HttpClient CreateHttpClient() => PluginHttp.CreateClient();

    public RegistrationStatus AddAgent(IAgentProvider provider)
    {
        // The profile is read outside the lock: it is the plugin's code.
        var profile = HostCopy.Of(provider.Profile);
        lock (_gate)
        {
            var (status, why) = JudgeLocked(profile);
            if (status == RegistrationStatus.Registered) _agents.Add((provider, profile));
            else _refusals.Add($"agent '{profile.Id}' was refused: {why}");
            _nameTaken |= status == RegistrationStatus.DuplicateName;
            return status;
        }
    }

    /// <summary>Ends the registration and gives what was taken and what was refused.</summary>
    public RegistrationOutcome Close()
    {
        lock (_gate)
        {
            _closed = true;
            var taken = _agents.ToArray();
            _agents.Clear();
            return new RegistrationOutcome(taken, string.Join("; ", _refusals), _nameTaken);
        }
    }

    private (RegistrationStatus Status, string Why) JudgeLocked(AgentProfile profile)
    {
        if (_closed) return (RegistrationStatus.TooLate, "registration is over");
        if (!manifest.Capabilities.Contains(PluginManifest.Agent))
            return (RegistrationStatus.UndeclaredCapability, $"the manifest does not list the capability '{PluginManifest.Agent}'");
        if (!PluginNames.IsValid(profile.Id)) return (RegistrationStatus.InvalidName, $"a name has the form {PluginNames.Form}");
        if (_agents.Exists(agent => agent.Profile.Id == profile.Id))
            return (RegistrationStatus.DuplicateName, "it is registered twice");
        return ownerOf(profile.Id) is { } owner
            ? (RegistrationStatus.DuplicateName, $"the plugin '{owner}' already offers it")
            : (RegistrationStatus.Registered, "");
    }
}

/// <summary>What a plugin registered.</summary>
/// <param name="Agents">The agents that were taken.</param>
/// <param name="Refusals">What was refused and why; empty when nothing was.</param>
/// <param name="NameTaken">Whether something was refused because its name is taken.</param>
internal sealed record RegistrationOutcome(
    IReadOnlyList<(IAgentProvider Provider, AgentProfile Profile)> Agents, string Refusals, bool NameTaken);
