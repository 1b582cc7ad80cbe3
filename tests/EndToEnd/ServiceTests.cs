using Orchtui.EndToEnd.Harness;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>The host in the background: <c>service</c> and its exit codes, and the verbs that need no host.</summary>
public sealed class ServiceTests : EndToEndTest
{
    private const int NotRunning = 3;

    [Fact]
    public async Task Status_tells_by_exit_code_and_json_whether_a_host_runs()
    {
        var before = await Home.RunAsync("service", "status", "--json");
        Assert.Equal(NotRunning, before.ExitCode);
        Assert.False(before.Json["running"]!.GetValue<bool>());

        (await Home.RunAsync("service", "start")).Succeeded();
        await Home.NewPaneAsync("--", "cat");
        var running = (await Home.RunAsync("service", "status", "--json")).Succeeded().Json;
        Assert.True(running["running"]!.GetValue<bool>());
        Assert.True(RunningProcess.IsAlive(running["pid"]!.GetValue<int>()));
        Assert.True(RunningProcess.IsAlive(running["helper_pids"]!.AsArray().Single()!.GetValue<int>()));
        Assert.NotEmpty(running["version"]!.GetValue<string>());
        Assert.True(running["uptime_s"]!.GetValue<int>() >= 0);

        (await Home.RunAsync("service", "stop")).Succeeded();
        Assert.Equal(NotRunning, (await Home.RunAsync("service", "status")).ExitCode);
    }

    [Fact]
    public async Task Start_when_it_runs_and_stop_when_it_does_not_are_fine()
    {
        (await Home.RunAsync("service", "stop")).Succeeded();
        (await Home.RunAsync("service", "stop", "--all")).Succeeded();
        (await Home.RunAsync("service", "start")).Succeeded();
        var (host, _) = await Home.PidsAsync();
        (await Home.RunAsync("service", "start")).Succeeded();
        Assert.Equal(host, (await Home.PidsAsync()).Host);
    }

    [Theory]
    [InlineData("attach.sock")]
    [InlineData("host.sock")]
    public async Task A_host_without_descriptors_waits_for_some_instead_of_spinning(string socket)
    {
        const int Limit = 256;
        await using var home = new OrchtuiHome(["sh", "-c", $"ulimit -n {Limit}; exec \"$@\"", "sh"]);
        (await home.RunAsync("service", "start")).Succeeded();
        var host = (await home.PidsAsync()).Host;
        var connections = new List<UnixConnection>();
        try
        {
            // Some more than the host can take, once it has all open that it needs: they wait in the kernel's queue.
            (await home.RunAsync("plugin", "list")).Succeeded();
            await Eventually.TrueAsync("it is warm", async () => (await home.LogAsync()).Contains("The host is warm"));
            var free = Limit - Directory.EnumerateFileSystemEntries($"/proc/{host}/fd").Count();
            for (var i = 0; i < free + 20; i++) connections.Add(UnixConnection.Connect(Path.Combine(home.Path, "run", socket)).Connection!);
            await Eventually.TrueAsync("it has noticed", async () => (await home.LogAsync()).Contains("No further connection can be taken"));
            // The runtime compiles anew what so many connections ran; that comes to an end, and spinning does not.
            await Eventually.TrueAsync("it rests", async () =>
            {
                var before = RunningProcess.TicksOf(host);
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
                return RunningProcess.TicksOf(host) - before <= 10;
            });
            Assert.Single((await home.LogAsync()).Split('\n'), line => line.Contains("No further connection can be taken"));
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }

        (await home.RunAsync("service", "status")).Succeeded();
        var screen = Screen.Start(home, home.Program("attach"), 80, 24, null);
        await screen.WaitForAsync("a client is taken", "^ orchtui ");
        screen.Dispose();
    }

    [Fact]
    public async Task What_a_person_put_into_the_background_outlives_all_panes()
    {
        var pane = await Home.NewPaneAsync("--", "sh", "-c", "(setsid sleep 4324 &); echo started; exec cat");
        await Home.WaitForTextAsync(pane, "started");
        await Eventually.TrueAsync("it runs", () => Daemon() is not null);
        (await Home.RunAsync("pane", "kill", pane)).Succeeded();
        (await Home.RunAsync("service", "stop", "--all")).Succeeded();
        Assert.NotNull(Daemon());
        Daemon()!.Kill();
        await Eventually.TrueAsync("it is gone", () => Daemon() is null);

        RunningProcess? Daemon() => Home.Processes().FirstOrDefault(process => process.CommandLine.StartsWith("sleep 4324", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_leaves_programs_alive_and_restart_brings_them_back()
    {
        var id = await Home.NewPaneAsync("--", "sh", "-c", "echo before; read line; echo after $line; exec cat");
        await Home.WaitForTextAsync(id, "before");
        var pid = await Home.PidOfPaneAsync(id);
        var (host, keeper) = await Home.PidsAsync();
        (await Home.RunAsync("service", "stop")).Succeeded();
        Assert.False(RunningProcess.IsAlive(host));
        Assert.True(RunningProcess.IsAlive(pid));
        Assert.True(RunningProcess.IsAlive(keeper));

        (await Home.RunAsync("service", "start")).Succeeded();
        (await Home.RunAsync("service", "restart")).Succeeded();
        Assert.Equal(pid, await Home.PidOfPaneAsync(id));
        (await Home.RunAsync("pane", "send", id, "x", "Enter")).Succeeded();
        await Home.WaitForTextAsync(id, "^after x$");
    }

    [Fact]
    public async Task Stop_with_all_ends_everything_also_when_only_the_keeper_lives()
    {
        await Home.NewPaneAsync("--", "sh", "-c", "trap '' HUP; while :; do sleep 0.2; done");
        (await Home.RunAsync("service", "stop")).Succeeded();
        Assert.Contains(Home.Processes(), process => process.CommandLine.Contains(" keeper"));
        (await Home.RunAsync("service", "stop", "--all")).Succeeded();
        Assert.Empty(Home.Processes());
        Assert.Equal(NotRunning, (await Home.RunAsync("service", "status")).ExitCode);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--help")]
    [InlineData("pane", "--help")]
    [InlineData("service", "status")]
    public async Task Verbs_that_need_no_host_start_none(params string[] words)
    {
        await Home.RunAsync(words);
        Assert.Empty(Home.Processes());
    }

    [Fact]
    public async Task Second_host_says_who_is_there()
    {
        (await Home.RunAsync("service", "start")).Succeeded();
        var (host, _) = await Home.PidsAsync();
        (await Home.RunAsync("serve")).Failed(1, $"{host}");
    }

    [Theory]
    [InlineData("orchtui.db")]
    [InlineData("run/host.sock")]
    [InlineData("run/attach.sock")]
    public async Task A_host_that_cannot_start_is_given_up_with_its_own_words(string inTheWay)
    {
        var path = Path.Combine(Home.Path, inTheWay);
        Directory.CreateDirectory(Path.Combine(path, "in the way"));
        (await Home.RunAsync("task", "list")).Failed(1, "The host does not start:", "orchtui.log", inTheWay == "run/attach.sock" ? "attach.sock" : "");
        var screen = Attach();
        Assert.Equal(ExitStatus.Exited(1), await screen.WaitForExitAsync());
        await screen.WaitForAsync("why", "The host does not start:");
        Directory.Delete(path, recursive: true);
        (await Home.RunAsync("task", "list")).Succeeded();

        // What the log says of it is what was to be seen.
        File.Delete(Path.Combine(Home.Path, "logs", "orchtui.log"));
    }

    [Fact]
    public async Task Host_in_the_foreground_ends_with_ctrl_c_and_leaves_programs_alive()
    {
        var serve = Start(Home.Program("serve"));
        await serve.WaitForAsync("the host says that it serves", "serves");
        var id = await Home.NewPaneAsync("--", "cat");
        var pid = await Home.PidOfPaneAsync(id);
        serve.SendKeys("C-c");
        Assert.Equal(ExitStatus.Exited(0), await serve.WaitForExitAsync());
        Assert.True(RunningProcess.IsAlive(pid));
    }

    [Fact]
    public async Task Home_that_cannot_be_written_is_named()
    {
        var file = Home["a-file"];
        await File.WriteAllTextAsync(file, "");
        var environment = new Dictionary<string, string> { ["ORCHTUI_HOME"] = file };
        var result = await Home.RunAsync(new CliCall(["pane", "list"]) { Environment = environment });
        result.Failed(1, file);
    }

    [Fact]
    public async Task Long_home_path_works()
    {
        var longPath = Home[new string('x', 120)];
        var environment = new Dictionary<string, string> { ["ORCHTUI_HOME"] = longPath };
        var opened = await Home.RunAsync(new CliCall(["pane", "new", "--", "cat"]) { Environment = environment });
        opened.Succeeded();
        (await Home.RunAsync(new CliCall(["service", "stop", "--all"]) { Environment = environment })).Succeeded();
    }

    [Fact]
    public async Task Keeper_ends_when_nobody_needs_it()
    {
        var id = await Home.NewPaneAsync("--", "cat");
        var (_, keeper) = await Home.PidsAsync();
        (await Home.RunAsync("pane", "kill", id)).Succeeded();
        (await Home.RunAsync("service", "stop")).Succeeded();
        await Eventually.TrueAsync("the keeper ends", () => !RunningProcess.IsAlive(keeper));
    }
}
