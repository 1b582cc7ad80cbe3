using Orchtui.Agents;

namespace Orchtui.Host.Tests.Plugins;

/// <summary>An agent with a server of its own, whose link does what the test says.</summary>
internal sealed class LinkedAgent : IAgentProvider, IAgentLink
{
    public Func<Action<AgentReading>, CancellationToken, Task> Run { get; init; } = async (report, token) =>
    {
        while (true)
        {
            report(new AgentReading(new AgentState(AgentActivity.Working), "event"));
            await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, token);
        }
    };

    public Func<AgentQuestion, Task<AnswerReceipt>> Answer { get; init; } = question => Task.FromResult(new AnswerReceipt(true, question.Id!));

    public AgentProfile Profile { get; } = new() { Id = "odd", DisplayName = "Odd", Modes = [AgentMode.Interactive], HasServer = true };

    public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation) => Task.FromResult(new AgentAvailability());

    public AgentLaunch PrepareLaunch(LaunchRequest request) => new() { Arguments = ["x"] };

    public IAgentStream OpenStream() => throw new NotSupportedException();

    public IAgentObserver OpenObserver() => throw new NotSupportedException();

    /// <summary>What the latest link was opened for.</summary>
    public AgentLinkRequest? Opened { get; private set; }

    public IAgentLink OpenLink(AgentLinkRequest request)
    {
        Opened = request;
        return this;
    }

    public Task RunAsync(Action<AgentReading> report, CancellationToken cancellation) => Run(report, cancellation);

    public Task<AnswerReceipt> AnswerAsync(AgentQuestion question, AgentAnswer answer, CancellationToken cancellation) => Answer(question);
}
