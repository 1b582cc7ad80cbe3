using System.Runtime.CompilerServices;
using Orchtui.Agents;

namespace Orchtui.Host.Plugins;

/// <summary>
/// An agent of a plugin as the rest of the host holds it. Every call goes through <see cref="PluginCalls"/>; once the plugin is
/// disabled or unloaded it answers by itself and says why, so that holders need not let go of it for the plugin to leave memory.
/// </summary>
internal sealed class GuardedAgentProvider(IAgentProvider provider, AgentProfile profile, PluginCalls calls) : IAgentProvider, IPluginGuard
{
    private volatile IAgentProvider? _provider = provider;
    private volatile string _goneBecause = "";

    /// <summary>Ends the links, which hold the plugin for as long as they run.</summary>
    private readonly CancellationTokenSource _gone = new();

    /// <summary>From each open stream, observer and link to the plugin's object behind it; neither side keeps the other alive.</summary>
    private volatile ConditionalWeakTable<object, object>? _opened = [];

    public AgentProfile Profile => profile;

    string IPluginGuard.Kind => PluginManifest.Agent;

    string IPluginGuard.Name => profile.Id;

    public async Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation)
    {
        if (_provider is not { } inner) return Unavailable(_goneBecause);
        var outcome = await calls.RunAsync(
            $"looking for {profile.Id}", calls.Deadlines.Call, token => inner.ProbeAsync(searchPath, token), cancellation);
        return outcome.Value ?? Unavailable(outcome.Failure ?? $"the plugin '{calls.PluginId}' gave no answer");
    }

    public AgentSignIn FindSignIn(IReadOnlyDictionary<string, string> environment)
    {
        if (_provider is not { } inner) return AgentSignIn.NotKnown;
        var outcome = calls.Run($"looking whether {profile.Id} is signed in", calls.Deadlines.Observe, () => inner.FindSignIn(environment));
        return outcome.Value ?? AgentSignIn.NotKnown;
    }

    /// <exception cref="PluginFailedException">The plugin failed now or is disabled.</exception>
    public AgentLaunch PrepareLaunch(LaunchRequest request)
    {
        var inner = _provider ?? throw new PluginFailedException(_goneBecause);
        var outcome = calls.Run($"preparing the launch of {profile.Id}", calls.Deadlines.Call, () => Prepare(inner, request));
        if (!outcome.Succeeded) throw new PluginFailedException(outcome.Failure!);
        return outcome.Value.Launch is { } launch ? HostCopy.Of(launch) : throw new NotSupportedException(outcome.Value.Unsupported);
    }

    public IAgentStream OpenStream()
    {
        var stream = new GuardedAgentStream(this, calls);
        Open(stream, provider => provider.OpenStream());
        return stream;
    }

    public IAgentObserver OpenObserver()
    {
        var observer = new GuardedAgentObserver(this, calls);
        Open(observer, provider => provider.OpenObserver());
        return observer;
    }

    /// <summary>The link of a run; null when the agent has no server or its plugin failed to say so.</summary>
    public IAgentLink? OpenLink(AgentLinkRequest request)
    {
        if (!profile.HasServer) return null;
        var link = new GuardedAgentLink(this, calls, _gone.Token);
        Open(link, provider => provider.OpenLink(request));
        return Opened<IAgentLink>(link) is null ? null : link;
    }

    /// <summary>The plugin's own object behind a stream, observer or link; null once the plugin is detached.</summary>
    public T? Opened<T>(object guard) where T : class =>
        _opened is { } opened && opened.TryGetValue(guard, out var inner) ? (T)inner : null;

    /// <summary>Lets go of the plugin. Later calls answer with <paramref name="reason"/>.</summary>
    public void Detach(string reason)
    {
        _goneBecause = $"the plugin '{calls.PluginId}' is not available: {reason}";
        _provider = null;
        _opened = null;
        _gone.Cancel();
    }

    /// <summary>A mode that the agent does not have is an answer of the contract, not a fault of the plugin.</summary>
    private static (AgentLaunch? Launch, string? Unsupported) Prepare(IAgentProvider inner, LaunchRequest request)
    {
        try
        {
            return (inner.PrepareLaunch(request), null);
        }
        catch (NotSupportedException e)
        {
            return (null, e.Message);
        }
    }

    private void Open(object guard, Func<IAgentProvider, object?> open)
    {
        if (_provider is not { } inner || _opened is not { } opened) return;
        if (calls.Run($"opening {profile.Id}", calls.Deadlines.Call, () => open(inner)).Value is { } reader) opened.Add(guard, reader);
    }

    private static AgentAvailability Unavailable(string why) => new() { Advice = why };
}
