using System.CommandLine;
using System.CommandLine.Parsing;
using Orchtui.Host.Config;

namespace Orchtui.Host.Cli;

/// <summary>What is wrong with a command line, in one line each, with the word that was probably meant.</summary>
internal static class UsageProblems
{
    /// <summary>So many letters may be wrong, missing or too many in a word that is still taken for a misspelling.</summary>
    private const int LargestDistance = 2;

    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToList();
        if (verbs.Count == 0) return parsed.Errors.Select(error => OneLine(error.Message));
        var path = Path(parsed.CommandResult);
        if (parsed.UnmatchedTokens.Count == 0) return [$"'{path}' needs one of: {string.Join(", ", verbs)}."];
        var word = parsed.UnmatchedTokens[0];
        var near = verbs.Select(verb => (Verb: verb, Distance: Misspelling.Edits(word, verb))).MinBy(candidate => candidate.Distance);
        var meant = near.Distance <= LargestDistance ? $" Did you mean '{path} {near.Verb}'?" : "";
        return [$"There is no '{path} {word}'.{meant}"];
    }

    private static string Path(CommandResult? result) =>
        result?.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "orchtui";

    /// <summary>The library sets choices below each other.</summary>
    private static string OneLine(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length < 2 ? message : $"{lines[0]} {string.Join(", ", lines[1..])}";
    }
}
