using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Orchtui.Host.Client;
using Orchtui.Host.Rpc;
using Orchtui.Mux.Commands;
using Orchtui.Orchestration.Commands;

namespace Orchtui.Host.Cli;

/// <summary>
/// <c>demo</c>: a throw-away repository, the built-in demo agent and three tasks, in the ordinary home, so that everything can be seen
/// without a key or an account. With a terminal it opens the screen; without one it prints what happens and how it ended.
/// </summary>
internal static class DemoVerb
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(150);
    private static readonly string[] Settled = ["in_review", "done", "needs_review", "failed", "cancelled"];

    public static void AddTo(Command root)
    {
        var demo = CommandLine.VerbFor(root, "demo", "Try everything with a built-in agent: no key, no account, a repository of its own");
        demo.SetAction((_, cancellation) => RunAsync(HomeDirectory.Find(), TimeProvider.System, cancellation));
    }

    private static async Task<int> RunAsync(HomeDirectory home, TimeProvider time, CancellationToken cancellation)
    {
        var (client, error) = await RpcClient.ConnectAsync(home, time).ConfigureAwait(false);
        if (client is null) return CommandLine.Fail(CommandResult.Fail(error));
        using (client)
        {
            await EndEarlierAsync(client, home).ConfigureAwait(false);
            var repository = await new DemoRepository(new CommandRunner(time)).CreateAsync(DemoRepository.PathIn(home)).ConfigureAwait(false);
            if (repository.Length > 0) return CommandLine.Fail(CommandResult.Fail(repository));
            var ids = new List<int>();
            foreach (var task in Tasks(DemoRepository.PathIn(home)))
            {
                if (ids.Count > 1) task["after"] = ids[0];
                var added = await client.CallAsync("task.add", task, cancellation).ConfigureAwait(false);
                if (!added.Succeeded) return CommandLine.Fail(added);
                ids.Add(added.Data!["id"]!.GetValue<int>());
            }

            if (!StandardStreams.IsOutputTerminal || !StandardStreams.IsInputTerminal) return await ReportAsync(client, ids, time, cancellation).ConfigureAwait(false);
        }

        return AttachClient.Run(home, new AttachOptions { Window = 0 });
    }

    private static IEnumerable<JsonObject> Tasks(string project)
    {
        yield return Task("Document the checkout API", "Write down what checkout does and what it needs.", "headless");
        yield return Task("Fix the flaky mailer test", "Find out why the mailer test fails now and then, and mend it.", "interactive");
        yield return Task("Add a retry to the mailer", "A mail that is refused is tried again, three times at most.", "headless");

        JsonObject Task(string title, string prompt, string mode) => new()
        {
            ["title"] = title,
            ["body"] = prompt,
            ["agent"] = "demo",
            ["project"] = project,
            ["mode"] = mode,
            ["label"] = "demo",
        };
    }

    /// <summary>The tasks of an earlier demo go with its repository.</summary>
    private static async Task EndEarlierAsync(RpcClient client, HomeDirectory home)
    {
        var listed = await client.CallAsync("task.list", new JsonObject { ["project"] = DemoRepository.PathIn(home) }).ConfigureAwait(false);
        foreach (var task in (listed.Data as JsonArray ?? []).Where(task => task!["status"]!.GetValue<string>() is not ("done" or "cancelled")))
            await client.CallAsync("task.discard", new JsonObject { ["id"] = task!["id"]!.DeepClone() }).ConfigureAwait(false);
    }

    private static async Task<int> ReportAsync(RpcClient client, List<int> ids, TimeProvider time, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var shown = ids.ToDictionary(id => id, _ => 0);
        while (true)
        {
            foreach (var id in ids) shown[id] = await PrintNewStepsAsync(client, id, shown[id], cancellation).ConfigureAwait(false);
            var tasks = new JsonArray();
            foreach (var id in ids) tasks.Add((await client.CallAsync("task.get", new JsonObject { ["id"] = id }, cancellation).ConfigureAwait(false)).Data?.DeepClone());
            var settled = tasks.All(task => Settled.Contains(Printer.Text(task?["status"])));
            if (settled || time.GetElapsedTime(begun) > LongestRun)
            {
                StandardStreams.Out.WriteLine();
                Printer.Print("demo", tasks, json: false, StandardStreams.Out);
                return settled && tasks.All(task => Printer.Text(task!["status"]) is "in_review" or "done") ? 0 : 1;
            }

            await System.Threading.Tasks.Task.Delay(LookEvery, time, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<int> PrintNewStepsAsync(RpcClient client, int id, int shown, CancellationToken cancellation)
    {
        var log = await client.CallAsync("task.log", new JsonObject { ["id"] = id }, cancellation).ConfigureAwait(false);
        var steps = log.Data as JsonArray ?? [];
        foreach (var step in steps.Skip(shown))
        {
            var at = DateTimeOffset.Parse(Printer.Text(step!["at"]), CultureInfo.InvariantCulture).ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            StandardStreams.Out.WriteLine($"{at}  task {id}  {Printer.Text(step["to"]),-12} {Printer.Text(step["evidence"])}");
        }

        return steps.Count;
    }
}
