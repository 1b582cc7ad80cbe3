using Orchtui.Agents;

namespace Orchtui.Host.Plugins;

/// <summary>
/// An observer that outlives its plugin: when that was loaded anew, reading goes on with one of the new plugin. A pane whose agent rests
/// may stay open for days, and its plugin must not have to wait for it.
/// </summary>
/// <param name="find">The agent's provider as it is now; null while none is loaded.</param>
internal sealed class LastingAgentObserver(Func<IAgentProvider?> find) : IAgentObserver
{
    private IAgentProvider? _provider;
    private IAgentObserver? _observer;

    public AgentReading? OnEvent(ReadOnlyMemory<byte> payload) => Current()?.OnEvent(payload);

    public AgentReading? OnTitle(string title) => Current()?.OnTitle(title);

    /// <summary>What the program says of itself holds also while nobody reads more out of it.</summary>
    public AgentReading? OnProgramStatus(AgentReading reading) => Current() is { } observer ? observer.OnProgramStatus(reading) : reading;

    public AgentReading? OnScreen(IReadOnlyList<string> rows) => Current()?.OnScreen(rows);

    private IAgentObserver? Current()
    {
        var provider = find();
        if (provider == _provider) return _observer;
        _provider = provider;
        return _observer = provider?.OpenObserver();
    }
}
