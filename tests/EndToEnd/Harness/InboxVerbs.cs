using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>The inbox as a script uses it.</summary>
internal static class InboxVerbs
{
    /// <summary>A real agent takes seconds to start, and longer on a machine with much to do.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    public static async Task<IReadOnlyList<JsonNode>> QuestionsAsync(this OrchtuiHome home) =>
        [.. (await home.JsonAsync("inbox", "list")).AsArray().Select(question => question!)];

    /// <summary>What a task asks, as soon as it can be answered from elsewhere than its pane.</summary>
    /// <param name="home">The home.</param>
    /// <param name="task">The task that asks.</param>
    /// <param name="says">What the question contains, where another one may still be open.</param>
    public static async Task<JsonNode> WaitForQuestionAsync(this OrchtuiHome home, string task, string says = "")
    {
        JsonNode? question = null;
        await Eventually.TrueAsync(
            $"task {task} asks: {says}",
            async () => (question = (await home.QuestionsAsync()).FirstOrDefault(IsIt)) is not null,
            Limit,
            () => home.RunAsync("inbox", "list", "--json").Result.Output + home.RunAsync("agent", "explain", task).Result.Output);
        return question!;

        bool IsIt(JsonNode open) =>
            open.Text("task") == task && open.Text("answerable") == "true" && open.Text("question").Contains(says, StringComparison.Ordinal);
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

    /// <summary>Answers a question, and waits until the agent has been seen to go on.</summary>
    public static async Task AnswerAsync(this OrchtuiHome home, JsonNode question, params IReadOnlyList<string> answer)
    {
        (await home.RunAsync(["inbox", "answer", question.Text("id"), .. answer])).Succeeded();
        await home.WaitForReceiptAsync(question.Text("id"), "confirmed");
    }

    /// <summary>The latest receipt of a question that says a certain thing became of an answer; a late answer leaves one of its own.</summary>
    public static async Task<JsonNode> WaitForReceiptAsync(this OrchtuiHome home, string question, string state)
    {
        JsonNode? receipt = null;
        var seen = "";
        await Eventually.TrueAsync(
            $"a receipt for {question} says {state}",
            async () =>
            {
                var receipts = (await home.JsonAsync("inbox", "history")).AsArray().Where(it => it!.Text("question_id") == question).ToList();
                seen = string.Join('\n', receipts.Select(it => it!.ToJsonString()));
                return (receipt = receipts.Find(it => it!.Text("state") == state)) is not null;
            },
            TimeSpan.FromSeconds(20),
            () => seen);
        return receipt!;
    }
}
