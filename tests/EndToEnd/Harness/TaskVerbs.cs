using System.Globalization;
using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>Tasks as a script or a person asks for them.</summary>
internal static class TaskVerbs
{
    /// <summary>Adds a task from inside a repository and returns its number.</summary>
    public static async Task<string> AddTaskAsync(
        this OrchtuiHome home, TemporaryRepository repository, params IReadOnlyList<string> arguments)
    {
        var added = await home.RunAsync(new CliCall(["task", "add", .. arguments]) { WorkingDirectory = repository.Path });
        var id = added.Succeeded().Text;
        Assert.Matches("^[1-9][0-9]*$", id);
        return id;
    }

    public static Task<JsonNode> TaskAsync(this OrchtuiHome home, string id) => home.JsonAsync("task", "get", id);

    public static async Task<string> StatusAsync(this OrchtuiHome home, string id) => (await home.TaskAsync(id)).Text("status");

    /// <summary>
    /// Waits until a task has a status, and returns it. Any other one at which tasks stop fails with what it tells, but for the one
    /// that work waits in before it is done.
    /// </summary>
    public static async Task<JsonNode> WaitForTaskAsync(this OrchtuiHome home, string id, string status, double seconds = 60)
    {
        string[] ends = status == "done" ? ["needs_review", "failed", "cancelled"] : ["in_review", "done", "needs_review", "failed", "cancelled"];
        var stops = string.Join(',', ends.Append(status).Distinct());
        var words = new[] { "task", "wait", id, "--status", stops, "--timeout", seconds.ToString(CultureInfo.InvariantCulture) };
        var waited = await home.RunAsync(new CliCall(words) { Limit = TimeSpan.FromSeconds(seconds + 20) });
        var task = await home.TaskAsync(id);
        if (task.Text("status") == status) return task;
        var log = await home.RunAsync("task", "log", id);
        var pane = await home.DescribeTaskPaneAsync(id);
        Assert.Fail($"Task {id} is not {status}: {waited.Error}{task}\n{log.Output}\n{pane}\n{await home.LogAsync()}");
        return task;
    }

    /// <summary>Waits until a task has been charged for so many tokens: the last of an interactive turn may be told a moment after its end.</summary>
    public static Task WaitForTokensAsync(this OrchtuiHome home, string id, long tokens) => Eventually.TrueAsync(
        $"it is charged for {tokens} tokens",
        async () => (await home.TaskAsync(id))["tokens"]!.GetValue<long>() == tokens);

    /// <summary>The pane of a task; null when it has none.</summary>
    public static async Task<JsonNode?> PaneOfTaskAsync(this OrchtuiHome home, string id) =>
        (await home.JsonAsync("pane", "list")).AsArray().LastOrDefault(pane => pane!["task_id"]?.ToString() == id);

    /// <summary>The pane of a task that has been started or is about to be.</summary>
    public static async Task<string> WaitForPaneOfTaskAsync(this OrchtuiHome home, string id)
    {
        JsonNode? pane = null;
        await Eventually.TrueAsync($"task {id} has a pane", async () => (pane = await home.PaneOfTaskAsync(id)) is not null);
        return pane!["id"]!.ToString();
    }

    /// <summary>A field as text; empty when it is null.</summary>
    public static string Text(this JsonNode node, string field) => node[field]?.ToString() ?? "";

    private static async Task<string> DescribeTaskPaneAsync(this OrchtuiHome home, string id) =>
        await home.PaneOfTaskAsync(id) is { } pane ? $"Its pane shows:\n{await home.CaptureAsync(pane.Text("id"))}" : "It has no pane.";
}
