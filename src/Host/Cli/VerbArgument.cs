using System.CommandLine;
using System.Text.Json.Nodes;
using Orchtui.Mux.Commands;
using Declared = Orchtui.Mux.Commands.Argument;

namespace Orchtui.Host.Cli;

/// <summary>One declared argument as the command-line library knows it, and its value as JSON.</summary>
internal sealed class VerbArgument
{
    private readonly Func<ParseResult, JsonNode?> _value;

    public VerbArgument(Command verb, Declared declared)
    {
        Name = declared.Name;
        _value = declared.Kind switch
        {
            ArgumentKind.Flag => Flag(verb, declared),
            ArgumentKind.Option => Option(verb, declared),
            ArgumentKind.Rest => Rest(verb, declared),
            _ => Positional(verb, declared),
        };
    }

    public string Name { get; }

    public JsonNode? Value(ParseResult parsed) => _value(parsed);

    private static Func<ParseResult, JsonNode?> Flag(Command verb, Declared declared)
    {
        var option = new Option<bool>($"--{declared.Name}", Aliases(declared)) { Description = declared.Help };
        verb.Add(option);
        return parsed => parsed.GetValue(option) ? true : null;
    }

    private static Func<ParseResult, JsonNode?> Option(Command verb, Declared declared)
    {
        var option = new Option<string?>($"--{declared.Name}", Aliases(declared))
        {
            Description = declared.Help,
            HelpName = declared.Placeholder.Length > 0 ? declared.Placeholder : null,
            Required = declared.Required,
        };
        if (declared.Choices.Count > 0) option.AcceptOnlyFromAmong([.. declared.Choices]);
        verb.Add(option);
        return parsed => parsed.GetValue(option);
    }

    private static Func<ParseResult, JsonNode?> Positional(Command verb, Declared declared)
    {
        var argument = new Argument<string?>(declared.Name)
        {
            Description = declared.Help,
            Arity = declared.Required ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        };
        verb.Add(argument);
        return parsed => parsed.GetValue(argument);
    }

    private static Func<ParseResult, JsonNode?> Rest(Command verb, Declared declared)
    {
        var argument = new Argument<string[]>(declared.Name)
        {
            Description = declared.Help,
            Arity = declared.Required ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore,
        };
        verb.Add(argument);
        return parsed => parsed.GetValue(argument) is { Length: > 0 } words ? new JsonArray([.. words.Select(word => (JsonNode)word)]) : null;
    }

    private static string[] Aliases(Declared declared) => declared.Short is { } letter ? [$"-{letter}"] : [];
}
