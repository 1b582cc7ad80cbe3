using System.Collections.Concurrent;
using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Tests.Fakes;

/// <summary>Panes that exist by decree: what was started lives until it is stopped or declared dead.</summary>
internal sealed class FakeHost : IAgentHost
{
    private readonly ConcurrentDictionary<AttemptId, AgentStartRequest> _alive = new();

    public ConcurrentQueue<AgentStartRequest> Started { get; } = new();

    public ConcurrentQueue<AttemptId> Stopped { get; } = new();

    public string? Refusal { get; set; }

    /// <summary>Runs in place of the agent, before the start is answered.</summary>
    public Func<AgentStartRequest, Task>? OnStart { get; set; }

    public async Task<AgentStart> StartAsync(AgentStartRequest request, CancellationToken ct)
    {
        if (Refusal is { } refusal) return new AgentStart.Refused(refusal);
        _alive[request.Attempt] = request;
        if (OnStart is { } work) await work(request);
        Started.Enqueue(request);
        return new AgentStart.Started($"%{request.Task}");
    }

    /// <summary>Runs in place of the end; its result says whether the process is gone.</summary>
    public Func<AttemptId, Task<bool>>? OnStop { get; set; }

    public async Task<bool> StopAsync(AttemptId attempt, CancellationToken ct)
    {
        if (OnStop is { } work && !await work(attempt)) return false;
        if (_alive.TryRemove(attempt, out _)) Stopped.Enqueue(attempt);
        return true;
    }

    /// <summary>Takes the place of the pane that is answered into.</summary>
    public Func<OpenQuestion, AgentAnswer, Task<AnswerReceipt>> OnAnswer { get; set; } = (_, _) => Task.FromResult(new AnswerReceipt(true));

    public Task<AnswerReceipt> AnswerAsync(OpenQuestion question, AgentAnswer answer, CancellationToken ct) => OnAnswer(question, answer);

    public IReadOnlyList<AttemptId> Alive() => [.. _alive.Keys];

    public void Die(AttemptId attempt) => _alive.TryRemove(attempt, out _);

    /// <summary>It lived all the time: its end was never carried out.</summary>
    public void Revive(AttemptId attempt) => _alive[attempt] = Started.First(start => start.Attempt == attempt);

    public bool IsAlive(AttemptId attempt) => _alive.ContainsKey(attempt);
}
