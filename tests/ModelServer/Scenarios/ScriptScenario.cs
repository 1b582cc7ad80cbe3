using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Scenarios;

/// <summary>Plays a fixed script; a prompt with directives of its own plays those instead.</summary>
internal sealed record ScriptScenario(string Name, Script Script, TimeSpan Pause = default) : IScenario
{
    public Reply Answer(Conversation conversation, Directives directives)
    {
        var steps = directives.Steps.Count > 0 ? directives.Steps : Script.Steps;
        var final = directives.FinalText ?? (directives.Steps.Count > 0 ? "Done." : Script.FinalText);
        return new Script(steps, final).After(conversation.Results);
    }
}
