using Orchtui.Agents;

namespace Orchtui.Orchestration.Engine;

/// <summary>What a person can do about each kind of failure, in one sentence that follows the agent's own words.</summary>
internal static class NextSteps
{
    public static string After(AgentErrorClass errorClass) => errorClass switch
    {
        AgentErrorClass.Auth => "Put its sign-in, key or credit right (`orchtui agents` tells what it goes by), then retry the task.",
        AgentErrorClass.RateLimit => "Retry the task later, or with another agent.",
        AgentErrorClass.ContextOverflow => "Retry the task anew, without resuming its conversation, or split it.",
        AgentErrorClass.ModelUnavailable => "Choose another model in the configuration or in a new task, then retry.",
        AgentErrorClass.MissingTool => "Install what is missing, then retry the task.",
        AgentErrorClass.PermissionDenied => "Look at its pane for what it was refused, then retry the task.",
        AgentErrorClass.WaitingForInput => "Take it over to give it what it waits for.",
        AgentErrorClass.InvalidResponse or AgentErrorClass.Timeout => "Retry the task, or take it over to see how far it came.",
        _ => "Look at its pane, then retry the task, or take it over.",
    };

    /// <summary>Words that may or may not end as a sentence does, and what to do next.</summary>
    public static string Add(string words, AgentErrorClass errorClass)
    {
        var text = words.TrimEnd();
        var isSentence = text.Length == 0 || text[^1] is '.' or '!' or '?' or ':' or '…';
        return $"{text}{(isSentence ? "" : ".")} {After(errorClass)}".TrimStart();
    }
}
