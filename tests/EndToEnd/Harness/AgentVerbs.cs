using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>What agents do and ask, as a script or a person looks at it.</summary>
internal static class AgentVerbs
{
    /// <summary>A real agent takes seconds to start, and longer on a machine with much to do.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>Waits until the agent of a task is said to be in a state, and returns all that is told of it.</summary>
    public static async Task<JsonNode> WaitForStateAsync(this OrchtuiHome home, string task, string state)
    {
        var last = "";
        JsonNode? told = null;
        await Eventually.TrueAsync(
            $"task {task} is said to be {state}",
            async () =>
            {
                var explained = await home.RunAsync("agent", "explain", task, "--json");
                last = explained.Output + explained.Error;
                return explained.ExitCode == 0 && (told = explained.Json).Text("state") == state;
            },
            Limit,
            () => last);
        return told!;
    }

    /// <summary>The one question that is open, as soon as it can be answered from elsewhere than its pane.</summary>
    /// <param name="home">The home.</param>
    /// <param name="task">The task that asks.</param>
    /// <param name="words">What the question contains, where another one may still be open.</param>
    public static async Task<JsonNode> WaitForQuestionAsync(this OrchtuiHome home, string task, string words = "")
    {
        JsonNode? found = null;
        await Eventually.TrueAsync(
            $"a question with '{words}' can be answered",
            async () => (found = (await home.JsonAsync("inbox", "list")).AsArray().SingleOrDefault()) is { } open
                && open.Text("answerable") == "true" && open.Text("question").Contains(words, StringComparison.Ordinal),
            Limit,
            () => $"{found}\n{home.RunAsync("agent", "explain", task).Result.Output}");
        Assert.Equal(task, found!.Text("task"));
        return found!;
    }

    /// <summary>Answers a question, and waits until the agent has been seen to go on.</summary>
    public static async Task AnswerAsync(this OrchtuiHome home, JsonNode question, params IReadOnlyList<string> answer)
    {
        (await home.RunAsync(["inbox", "answer", question.Text("id"), .. answer])).Succeeded();
        await home.WaitForReceiptAsync(question.Text("id"), "confirmed");
    }

    /// <summary>The latest receipt of a question, once it says what became of the answer.</summary>
    public static async Task<JsonNode> WaitForReceiptAsync(this OrchtuiHome home, string question, string state)
    {
        JsonNode? receipt = null;
        await Eventually.TrueAsync(
            $"the receipt for {question} says {state}",
            async () => (receipt = (await home.JsonAsync("inbox", "history")).AsArray().FirstOrDefault(it => it!.Text("question_id") == question))?.Text("state") == state,
            TimeSpan.FromSeconds(20),
            () => $"{receipt}");
        return receipt!;
    }
}
