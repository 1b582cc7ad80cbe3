using System.Text.Json.Nodes;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Responses;

/// <summary>
/// The tools of the agent that speaks the Responses format. It has two that matter: a shell, and a patch that is free text; models that
/// are not known to it get no patch, and files are then written by the shell. Both take paths relative to the working directory.
/// </summary>
internal static class ToolNames
{
    public const string Patch = "apply_patch";
    private const string Shell = "exec_command";
    private const string Ask = "request_user_input";

    /// <summary>The tool's name and its input: an object, or the text of a free-form tool.</summary>
    public static (string Name, JsonNode Input) Of(ToolCall call, IReadOnlySet<string> offered) => call switch
    {
        WriteFile write when offered.Contains(Patch) => (Patch, AddFile(write)),
        WriteFile write => Run($"printf '%s' {Quote(write.Text)} > {Quote(write.Path)}"),
        EditFile edit => Run($"sed -i s/{Quote(Pattern(edit.Old))}/{Quote(Pattern(edit.New))}/ {Quote(edit.Path)}"),
        ReadFile read => Run($"cat {Quote(read.Path)}"),
        RunCommand { Why: { } why } run => Run(run.Command, ("sandbox_permissions", "require_escalated"), ("justification", why)),
        RunCommand run => Run(run.Command),
        AskQuestion ask => (Ask, new JsonObject { ["questions"] = new JsonArray(Question(ask)) }),
        OwnTool own => (own.Name, (JsonObject)own.Input.DeepClone()),
        _ => throw new ArgumentOutOfRangeException(nameof(call), call, "No tool of this format does that."),
    };

    private static (string Name, JsonNode Input) Run(string command, params IEnumerable<(string Name, string Value)> others)
    {
        var input = new JsonObject { ["cmd"] = command };
        foreach (var (name, value) in others) input[name] = value;
        return (Shell, input);
    }

    private static JsonValue AddFile(WriteFile write)
    {
        var lines = write.Text.TrimEnd('\n').Split('\n').Select(line => $"+{line}");
        return JsonValue.Create($"*** Begin Patch\n*** Add File: {write.Path}\n{string.Join('\n', lines)}\n*** End Patch\n");
    }

    private static JsonObject Question(AskQuestion ask) => new()
    {
        ["id"] = "choice",
        ["header"] = "Choice",
        ["question"] = ask.Question,
        ["options"] = new JsonArray([.. ask.Options.Select(option =>
            new JsonObject { ["label"] = option, ["description"] = $"Choose {option}" })]),
    };

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Text that stands for itself on either side of a substitution.</summary>
    private static string Pattern(string text) =>
        string.Concat(text.Select(letter => @"\/&.[]*^$".Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : $"{letter}"));
}
