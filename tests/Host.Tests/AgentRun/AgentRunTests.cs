using System.Diagnostics;
using Orchtui.Agents;
using Orchtui.Host.AgentRun;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.AgentRun;

/// <summary>The real program, over scripts that behave as agents do.</summary>
public sealed class AgentRunTests
{
    [Fact]
    public async Task A_run_shows_a_transcript_spools_every_update_and_ends_with_the_exit_code()
    {
        using var attempt = new Attempt("echo first; echo second; exit 0");
        var (exitCode, transcript) = await attempt.RunAsync();

        Assert.Equal(0, exitCode);
        Assert.StartsWith("Say hello\nheadless · good\n\nfirstsecond\n", transcript);
        Assert.EndsWith("✔ done\n", transcript);
        Assert.Equal([new AgentMessage("first"), new AgentMessage("second")], attempt.Updates.Take(2));
        Assert.Equal((true, "second", 0), (attempt.End.Result.Succeeded, attempt.End.Result.Text, attempt.End.ExitCode));
    }

    [Fact]
    public async Task The_prompt_the_environment_and_the_directory_reach_the_program_exactly()
    {
        using var attempt = new Attempt("cat; echo; echo \"$GIVEN|${HOME-unset}\"; pwd");
        attempt.Launch = attempt.Launch with
        {
            StandardInput = "a 'quoted' \"prompt\"",
            Environment = new Dictionary<string, string?> { ["GIVEN"] = "a b", ["HOME"] = null },
        };
        await attempt.RunAsync();
        Assert.Equal(["a 'quoted' \"prompt\"", "a b|unset", attempt.Path], attempt.Updates.OfType<AgentMessage>().Select(m => m.Text));
    }

    [Fact]
    public async Task A_failing_program_keeps_its_exit_code_and_the_tail_of_its_complaints()
    {
        using var attempt = new Attempt("echo it broke >&2; exit 3");
        var (exitCode, transcript) = await attempt.RunAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains("! it broke", transcript);
        Assert.Contains("✗ failed (agent failed, exit code 3)", transcript);
        Assert.Equal((false, "it broke", 3), (attempt.End.Result.Succeeded, attempt.End.Result.Text, attempt.End.ExitCode));
    }

    [Fact]
    public async Task A_killed_program_counts_as_128_plus_its_signal()
    {
        using var attempt = new Attempt("kill -KILL $$");
        Assert.Equal(137, (await attempt.RunAsync()).ExitCode);
        Assert.Equal(137, attempt.End.ExitCode);
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        using var attempt = new Attempt("");
        attempt.Launch = attempt.Launch with { Arguments = ["/nowhere/agent"] };
        var (exitCode, transcript) = await attempt.RunAsync();
        Assert.Equal(127, exitCode);
        Assert.Contains("/nowhere/agent cannot be started", transcript);
        Assert.Equal(AgentErrorClass.MissingTool, attempt.End.Result.ErrorClass);
    }

    [Fact]
    public async Task A_run_past_its_time_is_ended_with_124()
    {
        using var attempt = new Attempt("echo started; exec sleep 60");
        attempt.Launch = attempt.Launch with { TimeoutSeconds = 1 };
        var (exitCode, transcript) = await attempt.RunAsync();
        Assert.Equal(124, exitCode);
        Assert.Contains("ended after 1 s, its limit", transcript);
        Assert.Equal((AgentErrorClass.Timeout, 124), (attempt.End.Result.ErrorClass, attempt.End.ExitCode));
    }

    [Fact]
    public async Task A_time_limit_holds_though_the_program_never_reads_a_long_prompt()
    {
        using var attempt = new Attempt("exec sleep 60");
        attempt.Launch = attempt.Launch with { TimeoutSeconds = 1, StandardInput = new string('x', 1_000_000) };
        Assert.Equal(124, (await attempt.RunAsync()).ExitCode);
    }

    [RequiresTheory("sh")]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public async Task A_signal_reaches_the_program_and_its_end_is_the_end(string signal, int code)
    {
        using var attempt = new Attempt($"trap 'echo got {signal}; exit {code}' {signal}; echo ready; while :; do sleep 0.05; done");
        using var process = attempt.Start();
        await Eventually.TrueAsync("the program is ready", () => attempt.Updates.Contains(new AgentMessage("ready")));
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {process.Id}"]);
        var transcript = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Contains($"got {signal}", transcript);
        Assert.Equal(code, process.ExitCode);
        Assert.Equal(code, attempt.End.ExitCode);
    }

    [Fact]
    public async Task What_the_program_leaves_running_does_not_hold_the_run()
    {
        using var attempt = new Attempt("sleep 30 & echo $! > left; echo bye");
        var clock = Stopwatch.StartNew();
        var (exitCode, _) = await attempt.RunAsync();
        Process.GetProcessById(int.Parse(File.ReadAllText(attempt["left"]))).Kill();
        Assert.Equal(0, exitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(25), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task A_pane_that_goes_away_does_not_end_the_run()
    {
        using var attempt = new Attempt("echo one; while [ ! -e go ]; do sleep 0.02; done; seq 0 49");
        using var process = attempt.Start();
        await Eventually.TrueAsync("the run has begun", () => attempt.Updates.Count > 0);
        process.StandardOutput.Close();
        File.WriteAllText(attempt["go"], "");
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("49", attempt.End.Result.Text);
    }

    [Fact]
    public async Task The_demo_agent_runs_and_ends_with_its_contract()
    {
        using var attempt = new Attempt("", "demo", "Demo");
        attempt.Launch = attempt.Launch with
        {
            Arguments = [Path.Combine(attempt.Launch.PluginDirectory, "Orchtui.Plugins.Demo"), "--session", "s-1", "--headless"],
            Environment = new Dictionary<string, string?> { ["DEMO_SPEED"] = "100" },
            StandardInput = "Add a greeting",
        };
        var (exitCode, transcript) = await attempt.RunAsync();
        Assert.Equal(0, exitCode);
        Assert.Contains("session s-1 · demo-1\n", transcript);
        Assert.Contains("● Write demo/add-a-greeting.sh\n  ✔ wrote 4 lines\n", transcript);
        Assert.EndsWith("✔ done · 480 in / 160 out tokens · $0.00\n", transcript);
        Assert.Contains("\"status\":\"done\"", attempt.End.Result.Text);
        Assert.True(File.Exists(attempt["demo/add-a-greeting.sh"]));
    }

    [Theory]
    [InlineData("nobody", "Good", "offers no agent 'nobody'")]
    [InlineData("x", "ThrowsOnRegister", "the moon is in the wrong phase")]
    [InlineData("x", "BadManifest", "plugin.yml:1: id:")]
    public async Task A_plugin_that_cannot_be_used_is_a_refused_run_that_says_why(string provider, string plugin, string reason)
    {
        using var attempt = new Attempt("echo never", provider, plugin);
        var (exitCode, transcript) = await attempt.RunAsync();
        Assert.Equal(2, exitCode);
        Assert.Contains(reason, transcript);
        Assert.Contains(reason, attempt.End.Result.Text);
    }

    [Fact]
    public async Task A_launch_that_cannot_be_read_is_named()
    {
        using var attempt = new Attempt("");
        using var pane = new MemoryStream();
        using var runner = new AgentRunner(attempt.Path, new PaneOutput(pane), TimeProvider.System);
        Assert.Equal(2, await runner.RunAsync());
        Assert.Contains("launch.json", System.Text.Encoding.UTF8.GetString(pane.ToArray()));
    }

    [Fact]
    public void A_launch_file_is_for_its_owner_only()
    {
        using var attempt = new Attempt("");
        attempt.Launch.Write(attempt.Path);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(attempt["launch.json"]));
        Assert.Equivalent(attempt.Launch, AgentRunLaunch.Read(attempt.Path).Launch);
    }
}
