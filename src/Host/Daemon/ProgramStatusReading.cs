using Orchtui.Agents;
using Orchtui.Terminal;

namespace Orchtui.Host.Daemon;

/// <summary>What a program's own status (OSC 7501, revision 0.2) says of an agent; the same for every agent that sends it.</summary>
internal static class ProgramStatusReading
{
    public static AgentReading? Of(ProgramStatus status)
    {
        AgentActivity? activity = status.State switch
        {
            "working" => AgentActivity.Working,
            "done" => AgentActivity.Done,
            "idle" => AgentActivity.Idle,
            "blocked" => AgentActivity.Waiting,
            "error" => AgentActivity.Failed,
            _ => null,
        };
        if (activity is not { } known) return null;
        var question = known == AgentActivity.Waiting ? new AgentQuestion(status.Message ?? status.Title ?? status.Kind ?? "it waits for you", []) : null;
        return new AgentReading(new AgentState(known) { Question = question, Error = known == AgentActivity.Failed ? status.Message : null }, $"program status {status.State}");
    }
}
