using System.Text.RegularExpressions;
using Orchtui.Agents;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>Which class of error words belong to, by an agent's own rules.</summary>
internal sealed class DeclaredErrors(AgentFile file)
{
    private readonly (Regex Pattern, AgentErrorClass Class)[] _rules =
        [.. file.Errors.Select(rule => (AgentFileReader.Compile(rule.Pattern), rule.Class))];

    public AgentErrorClass Classify(string text)
    {
        foreach (var (pattern, errorClass) in _rules)
            if (pattern.IsMatch(text)) return errorClass;
        return AgentErrorClass.AgentFailed;
    }
}
