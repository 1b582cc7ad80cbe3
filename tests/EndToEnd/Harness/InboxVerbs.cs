using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>The inbox as a script uses it.</summary>
internal static class InboxVerbs
{
    public static async Task<IReadOnlyList<JsonNode>> QuestionsAsync(this OrchtuiHome home) =>
        [.. (await home.JsonAsync("inbox", "list")).AsArray().Select(question => question!)];

    /// <summary>Waits until a task asks something, as its screen shows it, and returns that.</summary>
    public static async Task<JsonNode> WaitForQuestionAsync(this OrchtuiHome home, string task, string says)
    {
        JsonNode? question = null;
        await Eventually.TrueAsync(
            $"task {task} asks: {says}",
            async () => (question = (await home.QuestionsAsync()).FirstOrDefault(open => IsIt(open))) is not null,
            describe: () => home.RunAsync("inbox", "list", "--json").GetAwaiter().GetResult().Output);
        return question!;

        bool IsIt(JsonNode open) =>
            open.Text("task") == task && open.Text("source") == "screen" && open.Text("question").Contains(says, StringComparison.Ordinal);
    }

    /// <summary>Waits for a question, answers it, and returns it.</summary>
    public static async Task<JsonNode> AnswerAsync(this OrchtuiHome home, string task, string says, params IReadOnlyList<string> answer)
    {
        var question = await home.WaitForQuestionAsync(task, says);
        (await home.RunAsync(["inbox", "answer", question.Text("id"), .. answer])).Succeeded();
        return question;
    }

    /// <summary>Waits until the receipts of a task read so, the oldest first; each as "state: answer".</summary>
    public static async Task WaitForReceiptsAsync(this OrchtuiHome home, string task, params IReadOnlyList<string> wanted)
    {
        var seen = "";
        await Eventually.TrueAsync(
            "the receipts tell what became of the answers",
            async () =>
            {
                var receipts = (await home.JsonAsync("inbox", "history", "--task", task)).AsArray().Reverse().ToList();
                seen = string.Join('\n', receipts.Select(receipt => receipt!.ToJsonString()));
                return receipts.Select(receipt => $"{receipt!.Text("state")}: {receipt!.Text("answer")}").SequenceEqual(wanted);
            },
            describe: () => seen);
    }
}
