using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Scenarios;

/// <summary>Talks and never calls a tool.</summary>
internal sealed record TextScenario(string Name, string Text) : IScenario
{
    public Reply Answer(Conversation conversation, Directives directives) => new Say(directives.FinalText ?? Text);
}
