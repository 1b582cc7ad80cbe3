using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>A question as the CLI's server tells it.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Kind">Which of the two kinds the server has: a permission, or a question of the model's own.</param>
/// <param name="Asked">The question for the person.</param>
internal sealed record ServerQuestion(string Id, string Kind, AgentQuestion Asked)
{
    /// <summary>How far a question of the model's own has been answered; null for a permission.</summary>
    public QuestionForm? Form { get; private init; }

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

    public static ServerQuestion? Question(JsonElement request) =>
        request.Text("id") is { } id && QuestionForm.Of(id, request.Items("questions")) is { } form ? Of(id, form) : null;

    /// <summary>The same question at the step after an answer.</summary>
    public ServerQuestion At(QuestionForm step) => Of(Id, step);

    private static ServerQuestion Of(string id, QuestionForm form) => new(id, QuestionKind, form.Asked) { Form = form };

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
