using System.Text.RegularExpressions;
using Orchtui.Agents;
using Orchtui.Backends;
using Orchtui.Commands;
using Orchtui.Constraints;
using Orchtui.Decisions;
using Orchtui.Hooks;
using Orchtui.Notifications;
using Orchtui.Plugins;
using Orchtui.Routing;

namespace Orchtui.Host.Plugins;

/// <summary>
/// The host's side of one plugin: takes what it registers while its registration is open, and gives it the machine's edges for as
/// long as it is loaded. Profiles are read, outside the lock, when something is registered: they are the plugin's code.
/// </summary>
internal sealed class PluginRegistration(
    PluginManifest manifest, string directory, PluginServices services, Func<string, string?> ownerOf) : IPluginContext
{
    private readonly Lock _gate = new();
    private readonly List<PluginOffer> _offers = [];
    private readonly List<string> _refusals = [];
    private bool _nameTaken;
    private bool _closed;

    public string PluginId => manifest.Id;

    public string PluginDirectory => directory;

    public string DataDirectory => Directory.CreateDirectory(
        Path.Combine(services.DataRoot, manifest.Id), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    public TimeProvider Time => services.Time;

    public ICommandRunner Commands => services.Commands;

    public IPluginLog Log { get; } = services.LogFor(manifest.Id);

    public HttpClient CreateHttpClient() => PluginHttp.CreateClient();

    public RegistrationStatus AddAgent(IAgentProvider provider)
    {
        var profile = HostCopy.Of(provider.Profile);
        var unfit = PluginNames.IsValid(profile.Id) ? "" : $"a name has the form {PluginNames.Form}";
        return Add(new PluginOffer(PluginManifest.Agent, profile.Id, calls => new GuardedAgentProvider(provider, profile, calls)), unfit);
    }

    public RegistrationStatus AddBackend(ITaskBackend backend)
    {
        var profile = backend.Profile;
        var unfit = Unfit(profile.Name) is { Length: > 0 } form ? form : UnfitPattern(profile.RefPattern);
        return Add(new PluginOffer(PluginManifest.Backend, profile.Name, calls => new GuardedBackend(backend, profile, calls)), unfit);
    }

    public RegistrationStatus AddConstraint(IConstraintChecker checker)
    {
        var profile = checker.Profile;
        return Add(PluginManifest.Constraint, profile.Name, calls => new GuardedConstraint(checker, profile, calls));
    }

    public RegistrationStatus AddHook(ITaskHook hook)
    {
        var profile = hook.Profile;
        return Add(PluginManifest.Hook, profile.Name, calls => new GuardedHook(hook, profile, calls));
    }

    public RegistrationStatus AddNotifier(INotifier notifier)
    {
        var name = notifier.Name;
        return Add(PluginManifest.Notifier, name, calls => new GuardedNotifier(notifier, name, calls));
    }

    public RegistrationStatus AddDecisionEngine(IDecisionEngine engine)
    {
        var name = engine.Name;
        return Add(PluginManifest.Decision, name, calls => new GuardedDecisionEngine(engine, name, calls));
    }

    public RegistrationStatus AddRoutePolicy(IRoutePolicy policy)
    {
        var name = policy.Name;
        return Add(PluginManifest.Route, name, calls => new GuardedRoutePolicy(policy, name, calls));
    }

    /// <summary>Ends the registration and gives what was taken and what was refused.</summary>
    public RegistrationOutcome Close()
    {
        lock (_gate)
        {
            _closed = true;
            var taken = _offers.ToArray();
            _offers.Clear();
            return new RegistrationOutcome(taken, string.Join("; ", _refusals), _nameTaken);
        }
    }

    private static string Unfit(string name) =>
        PluginNames.IsValidForExtension(name) ? "" : $"a name has the form {PluginNames.ExtensionForm}";

    private static string UnfitPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
            return "";
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"its pattern of refs is of no use: {e.Message}";
        }
    }

    private RegistrationStatus Add(string kind, string name, Func<PluginCalls, IPluginGuard> guard) =>
        Add(new PluginOffer(kind, name, guard), Unfit(name));

    private RegistrationStatus Add(PluginOffer offer, string unfit)
    {
        lock (_gate)
        {
            var (status, why) = JudgeLocked(offer, unfit);
            if (status == RegistrationStatus.Registered) _offers.Add(offer);
            else _refusals.Add($"{offer.Kind} '{offer.Name}' was refused: {why}");
            _nameTaken |= status == RegistrationStatus.DuplicateName;
            return status;
        }
    }

    private (RegistrationStatus Status, string Why) JudgeLocked(PluginOffer offer, string unfit)
    {
        if (_closed) return (RegistrationStatus.TooLate, "registration is over");
        if (!manifest.Capabilities.Contains(offer.Kind))
            return (RegistrationStatus.UndeclaredCapability, $"the manifest does not list the capability '{offer.Kind}'");
        if (unfit.Length > 0) return (RegistrationStatus.InvalidName, unfit);
        if (_offers.Exists(other => other.Key == offer.Key)) return (RegistrationStatus.DuplicateName, "it is registered twice");
        return ownerOf(offer.Key) is { } owner
            ? (RegistrationStatus.DuplicateName, $"the plugin '{owner}' already offers it")
            : (RegistrationStatus.Registered, "");
    }
}

/// <summary>One thing that a plugin registered.</summary>
/// <param name="Kind">The capability it needs.</param>
/// <param name="Name">Its name.</param>
/// <param name="Guard">Puts the host's guard around it.</param>
internal sealed record PluginOffer(string Kind, string Name, Func<PluginCalls, IPluginGuard> Guard)
{
    /// <summary>As it is listed.</summary>
    public string Key => $"{Kind}:{Name}";
}

/// <summary>What a plugin registered.</summary>
/// <param name="Offers">What was taken.</param>
/// <param name="Refusals">What was refused and why; empty when nothing was.</param>
/// <param name="NameTaken">Whether something was refused because its name is taken.</param>
internal sealed record RegistrationOutcome(IReadOnlyList<PluginOffer> Offers, string Refusals, bool NameTaken);
