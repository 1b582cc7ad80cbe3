using Orchtui.Agents;

namespace Orchtui.Fixtures;

/// <summary>A provider that answers every call at once, for plugins whose point lies elsewhere.</summary>
internal sealed class FixtureAgent(string id, string displayName) : IAgentProvider
{
    public AgentProfile Profile { get; } = new()
    {
        Id = id,
        DisplayName = displayName,
        Modes = [AgentMode.Headless, AgentMode.Interactive],
    };

    public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation) =>
        Task.FromResult(new AgentAvailability { Executable = "/bin/sh", Version = "1.0" });

    public AgentLaunch PrepareLaunch(LaunchRequest request) =>
        new() { Arguments = [request.Executable, "-c", "exit 0"], StandardInput = request.Prompt };

    public IAgentStream OpenStream() => new Stream();

    public IAgentObserver OpenObserver() => new Observer();

    /// <summary>Each line is a message; the last one is the result.</summary>
    private sealed class Stream : IAgentStream
    {
        private string _last = "";

        public IReadOnlyList<AgentUpdate> Read(string line)
        {
            _last = line;
            return [new AgentMessage(line)];
        }

        public AgentRunResult Finish(int exitCode, string standardErrorTail) => new()
        {
            Succeeded = exitCode == 0,
            Text = exitCode == 0 ? _last : standardErrorTail,
            ErrorClass = exitCode == 0 ? AgentErrorClass.None : AgentErrorClass.AgentFailed,
        };
    }

    /// <summary>Reads the word that stands in the title.</summary>
    private sealed class Observer : IAgentObserver
    {
        public AgentReading? OnEvent(ReadOnlyMemory<byte> payload) => null;

        public AgentReading? OnTitle(string title) =>
            Enum.TryParse<AgentActivity>(title, out var activity) ? new AgentReading(new AgentState(activity), $"title {title}") : null;

        public AgentReading? OnScreen(IReadOnlyList<string> rows) => new(
            new AgentState(AgentActivity.Waiting) { Question = new AgentQuestion(rows[0], [new AnswerOption("y", "Yes")]) }, "screen");
    }
}
