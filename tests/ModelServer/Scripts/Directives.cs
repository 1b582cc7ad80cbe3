using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchtui.ModelServer.Scripts;

/// <summary>
/// The part of a script that a prompt carries itself, so that a test says what its agent is to do:
/// <c>[[write path=a.txt text=hello there]]</c>, <c>[[edit path=a.txt old=x new=y]]</c>, <c>[[read path=a.txt]]</c>,
/// <c>[[bash command=git status]]</c> (with <c>why=May I?</c> outside of the sandbox), <c>[[ask question=Which one? options=This|That]]</c>,
/// <c>[[tool name=TodoWrite input="{\"todos\":[]}"]]</c> (a tool of the agent's own), <c>[[play scenario=hang]]</c> (fails from here on as that
/// scenario does), <c>[[say text=All done]]</c>, <c>[[pause ms=200]]</c>.
/// A value runs to the next <c> name=</c> or to the end; one in double quotes is a JSON string and may hold anything.
/// Tool calls happen in the order written. What is not one of these is left alone: it is prompt text like any other.
/// </summary>
internal sealed partial record Directives(IReadOnlyList<ToolCall> Steps, string? FinalText, TimeSpan? Pause)
{
    /// <summary>A prompt with more steps is cut: an agent that loops over it would never end.</summary>
    public const int MaxSteps = 50;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public static Directives Parse(string prompt)
    {
        var steps = new List<ToolCall>();
        string? final = null;
        TimeSpan? pause = null;
        foreach (Match match in Directive.Matches(prompt))
        {
            var values = Values(match);
            if (ToolOf(match.Groups["verb"].Value, values) is { } step && steps.Count < MaxSteps) steps.Add(step);
            else if (match.Groups["verb"].Value == "say") final = values.GetValueOrDefault("text");
            else if (match.Groups["verb"].Value == "pause") pause = Milliseconds(values.GetValueOrDefault("ms"));
        }

        return new(steps, final, pause);
    }

    /// <summary>A number of milliseconds within bounds, or null when the text is none.</summary>
    public static TimeSpan? Milliseconds(string? text) => int.TryParse(text, out var ms) && ms >= 0
        ? TimeSpan.FromMilliseconds(Math.Min(ms, LongestPause.TotalMilliseconds))
        : null;

    private static ToolCall? ToolOf(string verb, Dictionary<string, string> values) => verb switch
    {
        "write" when values.TryGetValue("path", out var path) => new WriteFile(path, values.GetValueOrDefault("text", "")),
        "edit" when values.TryGetValue("path", out var path) =>
            new EditFile(path, values.GetValueOrDefault("old", ""), values.GetValueOrDefault("new", "")),
        "read" when values.TryGetValue("path", out var path) => new ReadFile(path),
        "ask" when values.TryGetValue("question", out var question) =>
            new AskQuestion(question, values.GetValueOrDefault("options", "Yes|No").Split('|')),
        "tool" when values.TryGetValue("name", out var tool) && Object(values.GetValueOrDefault("input", "{}")) is { } input => new OwnTool(tool, input),
        "play" when values.TryGetValue("scenario", out var scenario) => new PlayScenario(scenario),
        "bash" when values.TryGetValue("command", out var command) => new RunCommand(command, values.GetValueOrDefault("why")),
        _ => null,
    };

    private static Dictionary<string, string> Values(Match match)
    {
        var values = new Dictionary<string, string>();
        var names = match.Groups["name"].Captures;
        var texts = match.Groups["value"].Captures;
        for (var i = 0; i < names.Count; i++) values[names[i].Value] = Unquote(texts[i].Value);
        return values;
    }

    private static JsonObject? Object(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            // Not a call then: prompt text like any other.
            return null;
        }
    }

    private static string Unquote(string value)
    {
        if (!value.StartsWith('"')) return value;
        try
        {
            return JsonSerializer.Deserialize<string>(value) ?? "";
        }
        catch (JsonException)
        {
            // Not a JSON string after all: quotes that are meant literally.
            return value;
        }
    }

    // The unquoted value is lazy and ends where another "name=" or the brackets begin; the time limit bounds a hostile prompt.
    [GeneratedRegex(
        """\[\[(?<verb>[a-z]+)(?:\s+(?<name>[a-z]+)=(?<value>"(?:[^"\\]|\\.)*"|.*?)(?=\s+[a-z]+=|\s*\]\]))*\s*\]\]""",
        RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Directive { get; }
}
