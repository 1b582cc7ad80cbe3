using System.Text.RegularExpressions;

namespace Orchtui.ModelServer.Scenarios;

/// <summary>
/// The scenario as the path names it: <c>NAME[-MILLISECONDS][once]</c>. The number is the pause between deltas and before a refusal,
/// <c>once</c> makes only the first request of each prompt get the scenario and the later ones <c>ok</c>, as after a failure that passes.
/// </summary>
internal sealed partial record ScenarioPath(IScenario Scenario, TimeSpan? Pause, bool Once)
{
    public static ScenarioPath? Parse(string text)
    {
        var match = Shape.Match(text);
        if (!match.Success || ScenarioTable.Find(match.Groups["name"].Value) is not { } scenario) return null;
        return new(scenario, Scripts.Directives.Milliseconds(match.Groups["pause"].Value), match.Groups["once"].Success);
    }

    /// <summary>What a conversation gets: with <c>once</c> the scenario the first time, afterwards <c>ok</c>.</summary>
    public IScenario For(Scripts.Conversation conversation, FirstRequests firsts) =>
        Once && !firsts.IsFirst(Scenario.Name, conversation.Session, conversation.Prompt) ? ScenarioTable.Find("ok")! : Scenario;

    /// <summary>
    /// The scenario that a script names at the point which the conversation has come to, else the script's own. Side requests play no script.
    /// </summary>
    public static IScenario At(IScenario scenario, Scripts.Conversation conversation, Scripts.Directives directives) =>
        scenario is ScriptScenario && conversation.Tools.Count > 0
        && directives.Steps.ElementAtOrDefault(conversation.Results) is Scripts.PlayScenario play
            ? ScenarioTable.Find(play.Name) ?? scenario
            : scenario;

    [GeneratedRegex("^(?<name>[a-z0-9]+?(?:-[a-z]+?)?)(?:-(?<pause>[0-9]{1,6}))?(?<once>once)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape { get; }
}
