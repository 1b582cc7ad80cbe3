using System.Text.Json.Nodes;
using Orchtui.EndToEnd.Harness;

namespace Orchtui.EndToEnd;

/// <summary><c>demo</c>: everything without a key or an account, on the screen and in a script.</summary>
public sealed class DemoTests : EndToEndTest
{
    private static readonly string[] Titles = ["Document the checkout API", "Fix the flaky mailer test", "Add a retry to the mailer"];

    [Fact]
    public async Task Demo_on_a_terminal_brings_three_tasks_to_review_without_a_key()
    {
        var screen = Start(Home.Program("demo"), 140, 40);
        foreach (var title in Titles) await screen.WaitForAsync($"'{title}' is finished", $"✔ +\\d+ {title} +demo +review", 60);
        var tasks = await TasksAsync();
        Assert.Equal(Titles.Order(), tasks.Select(task => task.Text("title")).Order());
        Assert.All(tasks, task => Assert.Equal("in_review", task.Text("status")));
        Assert.Equal(["headless", "headless", "interactive"], tasks.Select(task => task.Text("mode")).Order());

        foreach (var task in tasks.OrderBy(task => task["id"]!.GetValue<int>()))
            (await Home.RunAsync("task", "land", task.Text("id"))).Succeeded();
        foreach (var title in Titles) await screen.WaitForAsync($"'{title}' is landed", $"✓ +\\d+ {title}");
        screen.SendKeys("C-b", "d");
        Assert.Equal(0, (await screen.WaitForExitAsync()).ShellCode);
    }

    [Fact]
    public async Task Demo_without_a_terminal_prints_each_event_and_how_it_ended()
    {
        var result = (await Home.RunAsync(new CliCall(["demo"]) { Limit = TimeSpan.FromSeconds(90) })).Succeeded();
        Assert.Empty(result.Error);
        var lines = result.Output.TrimEnd().Split('\n');
        var blank = Array.IndexOf(lines, "");
        Assert.True(blank > 0, result.Output);
        Assert.All(lines[..blank], line => Assert.Matches("^\\d\\d:\\d\\d:\\d\\d  task [1-3]  [a-z_]+ ", line));
        foreach (var id in new[] { 1, 2, 3 })
            foreach (var status in new[] { "new", "in_progress", "in_review" })
                Assert.Contains(lines[..blank], line => line.Contains($"  task {id}  {status} "));
        var table = lines[(blank + 1)..];
        Assert.Equal(Titles.Length + 1, table.Length);
        foreach (var title in Titles) Assert.Contains(table, line => line.Contains(title) && line.Contains("in_review"));
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.All(await TasksAsync(), task => Assert.Equal("in_review", task.Text("status")));
    }

    [Fact]
    public async Task Demo_starts_anew_each_time_and_leaves_other_tasks_alone()
    {
        Home.Environment["DEMO_SPEED"] = "10";
        using var repository = new TemporaryRepository();
        var own = await Home.AddTaskAsync(repository, "My own", "--agent", "demo", "--hold");
        (await Home.RunAsync("demo")).Succeeded();
        (await Home.RunAsync("demo")).Succeeded();
        var tasks = await TasksAsync();
        Assert.Equal(7, tasks.Count);
        Assert.Equal(3, tasks.Count(task => task.Text("status") == "cancelled"));
        Assert.Equal(3, tasks.Count(task => task.Text("status") == "in_review"));
        Assert.Equal("routed", await Home.StatusAsync(own));
    }

    private async Task<IReadOnlyList<JsonNode>> TasksAsync() => [.. (await Home.JsonAsync("task", "list")).AsArray().OfType<JsonNode>()];
}
