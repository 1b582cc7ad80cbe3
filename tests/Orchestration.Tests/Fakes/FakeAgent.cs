using System.Collections.Concurrent;
using Orchtui.Agents;

namespace Orchtui.Orchestration.Tests.Fakes;

/// <summary>An agent that exists by decree.</summary>
internal sealed class FakeAgent(string id) : IAgentProvider
{
    public bool Installed { get; set; } = true;

    public Func<LaunchRequest, AgentLaunch>? Launch { get; set; }

    public ConcurrentQueue<LaunchRequest> Requests { get; } = new();

    public int Probes { get; private set; }

    public AgentProfile Profile { get; init; } = new()
    {
        Id = id,
        DisplayName = id,
        Modes = [AgentMode.Interactive, AgentMode.Headless],
        ChoosesSessionId = true,
        PickedByDefault = id != "demo",
    };

    public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation)
    {
        Probes++;
        return Task.FromResult(Installed
            ? new AgentAvailability { Executable = "/usr/bin/" + id, Version = "1.0" }
            : new AgentAvailability { Advice = $"Install {id} with npm." });
    }

    public AgentLaunch PrepareLaunch(LaunchRequest request)
    {
        Requests.Enqueue(request);
        return Launch?.Invoke(request)
            ?? new AgentLaunch { Arguments = [request.Executable, request.Prompt], SessionId = request.SessionId };
    }

    public IAgentStream OpenStream() => throw new NotSupportedException("The engine opens no stream");

    public IAgentObserver OpenObserver() => throw new NotSupportedException("The engine opens no observer");
}
