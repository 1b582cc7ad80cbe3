using System.Text.Json.Nodes;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Messages;

/// <summary>The tool names and arguments of the agent that speaks the Messages format. Its file tools take absolute paths only.</summary>
internal static class ToolNames
{
    public static (string Name, JsonObject Input) Of(ToolCall call, string? directory) => call switch
    {
        WriteFile write => ("Write", new() { ["file_path"] = Absolute(write.Path, directory), ["content"] = write.Text }),
        EditFile edit => ("Edit", new()
        {
            ["file_path"] = Absolute(edit.Path, directory),
            ["old_string"] = edit.Old,
            ["new_string"] = edit.New,
        }),
        ReadFile read => ("Read", new() { ["file_path"] = Absolute(read.Path, directory) }),
        RunCommand run => ("Bash", new() { ["command"] = run.Command, ["description"] = "Run the scripted command" }),
        AskQuestion ask => ("AskUserQuestion", new() { ["questions"] = new JsonArray(Question(ask)) }),
        OwnTool own => (own.Name, (JsonObject)own.Input.DeepClone()),
        _ => throw new ArgumentOutOfRangeException(nameof(call), call, "No tool of this format does that."),
    };

    private static JsonObject Question(AskQuestion ask) => new()
    {
        ["question"] = ask.Question,
        ["header"] = "Choice",
        ["multiSelect"] = false,
        ["options"] = new JsonArray([.. ask.Options.Select(option =>
            new JsonObject { ["label"] = option, ["description"] = $"Choose {option}" })]),
    };

    private static string Absolute(string path, string? directory) => Path.Combine(directory ?? "/", path);
}
