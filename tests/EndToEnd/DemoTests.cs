using Orchtui.EndToEnd.Harness;

namespace Orchtui.EndToEnd;

/// <summary><c>demo</c>: everything without a key or an account.</summary>
public sealed class DemoTests : EndToEndTest
{
    private static readonly string[] Titles = ["Document the checkout API", "Fix the flaky mailer test", "Add a retry to the mailer"];

    [Fact]
    public async Task Demo_on_a_screen_brings_three_tasks_to_their_end()
    {
        var screen = Start(Home.Program("demo"), 160, 45);
        await screen.WaitForAsync("three tasks", view => Titles.All(title => view.Text.Contains(title)));
        foreach (var title in Titles) await screen.WaitForAsync($"'{title}' finished", $@"[✔✓] +\d+ {title}", seconds: 60);
        var tasks = (await Home.JsonAsync("task", "list")).AsArray();
        Assert.All(tasks, task => Assert.Contains(task!["status"]!.GetValue<string>(), new[] { "in_review", "done" }));
        screen.SendKeys("C-b", "d");
        Assert.Equal(Pty.ExitStatus.Exited(0), await screen.WaitForExitAsync());
    }

    [Fact]
    public async Task Demo_without_a_terminal_tells_what_happens_and_can_be_repeated()
    {
        for (var run = 0; run < 2; run++)
        {
            var result = (await Home.RunAsync(new CliCall(["demo"]) { Limit = TimeSpan.FromSeconds(90) })).Succeeded();
            var lines = result.Output.Split('\n');
            foreach (var step in new[] { "in_progress", "in_review" })
                Assert.Contains(lines, line => line.Contains("task ") && line.Contains(step));
            foreach (var title in Titles) Assert.Contains(lines[^6..], line => line.Contains(title));
            Assert.DoesNotContain('\e', result.Output);
        }
    }
}
