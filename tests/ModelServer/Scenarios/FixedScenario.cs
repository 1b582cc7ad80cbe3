using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Scenarios;

/// <summary>Answers every request alike: failures, silence, a cut connection.</summary>
internal sealed record FixedScenario(string Name, Reply Reply) : IScenario
{
    public Reply Answer(Conversation conversation, Directives directives) => Reply;

    public static FixedScenario Error(
        string name, int status, string type, string message, params (string Name, string Value)[] headers) =>
        new(name, new Refuse(status, type, message, headers));
}
