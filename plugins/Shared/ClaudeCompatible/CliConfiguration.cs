using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// What the configuration says of one launch: <c>allowed_tools</c>, <c>disallowed_tools</c> (lists with commas; commas in brackets belong
/// to the item), <c>sandbox</c> (false drops the guard rails), <c>permission_mode</c>, <c>fallback_model</c>, <c>max_budget_usd</c>.
/// </summary>
internal sealed class CliConfiguration(LaunchRequest request)
{
    /// <summary>Edits are allowed by this one name, whichever tool makes them.</summary>
    private static readonly string[] EditingTools = ["Edit", "Write", "MultiEdit"];

    private readonly string _main = request.Repository.TrimEnd('/');

    public string? this[string key] =>
        request.Settings.TryGetValue(key, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>
    /// Tools that need no permission. Those that edit are bound to the worktree; a word in lower case is a command, with any arguments.
    /// </summary>
    public IEnumerable<string> AllowedTools() => Items("allowed_tools").SelectMany(item => item switch
    {
        _ when EditingTools.Contains(item) => [$"Edit(/{request.Worktree}/**)"],
        _ when char.IsAsciiLetterLower(item[0]) && !item.StartsWith("mcp__", StringComparison.Ordinal) => [$"Bash({item})", $"Bash({item} *)"],
        _ => (string[])[item],
    });

    public IEnumerable<string> DisallowedTools() => Items("disallowed_tools");

    /// <summary>
    /// Rules that keep the agent out of the main checkout. A guard rail and no wall: a shell can still get there in ways that no rule
    /// foresees. Not possible where the worktree lies inside the checkout, since the rules would cover it too.
    /// </summary>
    public IEnumerable<string> GuardRails(IReadOnlyList<string> rules)
    {
        var isInside = request.Worktree == _main || request.Worktree.StartsWith($"{_main}/", StringComparison.Ordinal);
        var isOff = this["sandbox"] is { } sandbox && bool.TryParse(sandbox, out var on) && !on;
        return _main.Length == 0 || isInside || isOff ? [] : rules.Select(rule => rule.Replace("{main}", _main, StringComparison.Ordinal));
    }

    private List<string> Items(string key)
    {
        var items = new List<string>();
        var (start, depth) = (0, 0);
        var text = this[key] ?? "";
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '(') depth++;
            else if (i < text.Length && text[i] == ')') depth--;
            if (i < text.Length && (depth > 0 || text[i] is not (',' or '\n'))) continue;
            if (text[start..i].Trim() is { Length: > 0 } item) items.Add(item);
            start = i + 1;
        }

        return items;
    }
}
