using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>A question as the CLI's server tells it.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Kind">Which of the two kinds the server has: a permission, or a question of the model's own.</param>
/// <param name="Asked">The question for the person.</param>
internal sealed record ServerQuestion(string Id, string Kind, AgentQuestion Asked)
{
    public const string PermissionKind = "permission";
    public const string QuestionKind = "question";
    public const string Reject = "reject";

    public static ServerQuestion? Permission(JsonElement request)
    {
        if (request.Text("id") is not { } id) return null;
        var always = request.Items("always").Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()).ToList();
        AnswerOption[] options =
        [
            new("once", "Allow once") { Kind = AnswerKind.AllowOnce },
            new("always", always.Count > 0 ? $"Allow always: {string.Join(", ", always)}" : "Allow always") { Kind = AnswerKind.AllowAlways },
            new(Reject, "Reject") { Kind = AnswerKind.Deny },
        ];
        return new ServerQuestion(id, PermissionKind, new AgentQuestion(TextOf(request), options) { Id = id, TextKeys = [] });
    }

    /// <summary>Several questions at once, and those with several answers, are answered in the pane: they have no id here.</summary>
    public static ServerQuestion? Question(JsonElement request)
    {
        var questions = request.Items("questions");
        if (request.Text("id") is not { } id || questions.Count == 0) return null;
        var text = string.Join('\n', questions.Select(question => question.Text("question") ?? ""));
        if (questions.Count > 1 || questions[0].Flag("multiple")) return new ServerQuestion(id, QuestionKind, new AgentQuestion(text, []));
        var options = questions[0].Items("options").Select(option => option.Text("label")).OfType<string>()
            .Select(label => new AnswerOption(label, label))
            .Append(new AnswerOption(Reject, "Dismiss") { Kind = AnswerKind.Deny });
        var takesText = questions[0].Member("custom") is not { ValueKind: JsonValueKind.False };
        return new ServerQuestion(id, QuestionKind, new AgentQuestion(text, [.. options]) { Id = id, TextKeys = takesText ? [] : null });
    }

    private static string TextOf(JsonElement request)
    {
        var metadata = request.Member("metadata") ?? default;
        var patterns = string.Join(", ", request.Items("patterns").Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()));
        var kind = request.Text("permission") ?? "permission";
        var what = metadata.Text("command") ?? metadata.Text("filepath") ?? metadata.Text("url") ?? metadata.Text("query");
        return (kind, what) switch
        {
            ("external_directory", { } command) => $"Use a folder outside of the worktree, {patterns}: {command}",
            ("external_directory", null) => $"Use a folder outside of the worktree: {patterns}",
            (_, { } text) => $"{kind}: {text}",
            _ => $"{kind}: {patterns}",
        };
    }
}
