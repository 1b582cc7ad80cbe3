using Orchtui.Agents;

namespace Orchtui.Orchestration.Agents;

/// <summary>
/// The agents that loaded plugins offer, and what the last look at the machine told about each. Plugins add and remove at any time. A
/// look is kept for a while per agent and PATH, since it starts a program; whoever needs certainty asks for a fresh one. Thread-safe;
/// no provider is called under the lock.
/// </summary>
public sealed class AgentRegistry(TimeProvider time)
{
    /// <summary>How long a look at the machine is believed.</summary>
    public static readonly TimeSpan AvailabilityLifetime = TimeSpan.FromMinutes(1);

    /// <summary>The provider's deadline for one look.</summary>
    public static readonly TimeSpan ProbeDeadline = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, IAgentProvider> _providers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Agent, string Path), (AgentAvailability Seen, DateTimeOffset At)> _seen = [];

    /// <summary>Raised after an agent was added or removed.</summary>
    public event Action? Changed;

    /// <summary>The ids, sorted.</summary>
    public IReadOnlyList<string> Ids
    {
        get { lock (_lock) return [.. _providers.Keys]; }
    }

    /// <returns>False when another plugin already offers an agent of that name; that one stays.</returns>
    public bool Add(IAgentProvider provider)
    {
        lock (_lock)
            if (!_providers.TryAdd(provider.Profile.Id, provider)) return false;
        Changed?.Invoke();
        return true;
    }

    public bool Remove(string id)
    {
        lock (_lock)
        {
            if (!_providers.Remove(id)) return false;
            foreach (var key in _seen.Keys.Where(key => key.Agent == id).ToArray()) _seen.Remove(key);
        }

        Changed?.Invoke();
        return true;
    }

    public IAgentProvider? Find(string id)
    {
        lock (_lock) return _providers.GetValueOrDefault(id);
    }

    /// <summary>What is known without looking; null when nothing recent is.</summary>
    public AgentAvailability? Peek(string id, string searchPath)
    {
        lock (_lock)
            return _seen.TryGetValue((id, searchPath), out var look) && time.GetUtcNow() - look.At < AvailabilityLifetime
                ? look.Seen : null;
    }

    /// <summary>
    /// Looks for an agent. An unknown one, a failing or a slow provider count as not installed, with the advice saying so.
    /// </summary>
    /// <param name="id">The agent.</param>
    /// <param name="searchPath">The PATH to search.</param>
    /// <param name="fresh">Look again even when the last look is recent.</param>
    public async Task<AgentAvailability> ProbeAsync(string id, string searchPath, bool fresh = false)
    {
        if (!fresh && Peek(id, searchPath) is { } known) return known;
        if (Find(id) is not { } provider) return new AgentAvailability { Advice = $"No loaded plugin offers an agent named {id}." };
        var seen = await LookAsync(provider, searchPath).ConfigureAwait(false);
        lock (_lock)
            if (_providers.GetValueOrDefault(id) == provider) _seen[(id, searchPath)] = (seen, time.GetUtcNow());
        return seen;
    }

    private async Task<AgentAvailability> LookAsync(IAgentProvider provider, string searchPath)
    {
        using var deadline = new CancellationTokenSource(ProbeDeadline, time);
        try
        {
            return await provider.ProbeAsync(searchPath, deadline.Token).WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            var limit = $"{ProbeDeadline.TotalSeconds:0} seconds";
            return new AgentAvailability { Advice = $"Looking for {provider.Profile.Id} took longer than {limit}." };
        }
#pragma warning disable CA1031 // A plugin may throw anything; its agent is unavailable then, and the advice shows what it threw.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new AgentAvailability { Advice = $"The plugin of {provider.Profile.Id} failed while looking for it: {e.Message}" };
        }
    }
}
