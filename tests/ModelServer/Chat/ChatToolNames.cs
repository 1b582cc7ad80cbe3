using System.Text.Json.Nodes;
using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Chat;

/// <summary>The tool names and arguments of the agent that speaks Chat Completions. Its file tools take absolute paths.</summary>
internal static class ChatToolNames
{
    public static (string Name, JsonObject Input) Of(ToolCall call, string? directory) => call switch
    {
        WriteFile write => ("write", new() { ["filePath"] = Absolute(write.Path, directory), ["content"] = write.Text }),
        EditFile edit => ("edit", new()
        {
            ["filePath"] = Absolute(edit.Path, directory),
            ["oldString"] = edit.Old,
            ["newString"] = edit.New,
        }),
        ReadFile read => ("read", new() { ["filePath"] = Absolute(read.Path, directory) }),
        RunCommand run => ("bash", new() { ["command"] = run.Command, ["description"] = "Run the scripted command" }),
        AskQuestion ask => ("question", new() { ["questions"] = new JsonArray(Question(ask)) }),
        OwnTool own => (own.Name, (JsonObject)own.Input.DeepClone()),
        _ => throw new ArgumentOutOfRangeException(nameof(call), call, "No tool of this format does that."),
    };

    private static JsonObject Question(AskQuestion ask) => new()
    {
        ["question"] = ask.Question,
        ["header"] = "Choice",
        ["options"] = new JsonArray([.. ask.Options.Select(option =>
            new JsonObject { ["label"] = option, ["description"] = $"Choose {option}" })]),
    };

    private static string Absolute(string path, string? directory) => Path.Combine(directory ?? "/", path);
}
