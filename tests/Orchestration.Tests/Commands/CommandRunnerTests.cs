using Orchtui.Commands;
using Orchtui.Orchestration.Commands;
using Orchtui.TestKit;

namespace Orchtui.Orchestration.Tests.Commands;

public sealed class CommandRunnerTests
{
    private readonly CommandRunner _runner = new(TimeProvider.System);

    [Fact]
    public async Task Arguments_arrive_exactly_as_they_are()
    {
        string[] arguments = ["a b", "$HOME", "*", "\"'\\", "", "ü\n"];

        var result = await _runner.RunAsync(new Command { FileName = "printf", Arguments = ["[%s]", .. arguments] });

        Assert.Equal(string.Concat(arguments.Select(a => $"[{a}]")), result.StandardOutput);
    }

    [Fact]
    public async Task Input_is_given_and_closed_and_both_outputs_are_told_apart()
    {
        var result = await _runner.RunAsync(Shell("cat; echo bad >&2; exit 3") with { StandardInput = "hello" });

        Assert.Equal(new CommandResult(CommandOutcome.Exited, 3, "hello", "bad\n"), result);
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_is_not_an_error()
    {
        var result = await _runner.RunAsync(Shell("exit 0") with { StandardInput = new string('x', 1_000_000) });

        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task The_program_is_told_its_own_directory_and_not_ours()
    {
        using var directory = new TemporaryDirectory();

        var result = await _runner.RunAsync(new Command { FileName = "printenv", Arguments = ["PWD"], WorkingDirectory = directory.Path });

        Assert.Equal(directory.Path + "\n", result.StandardOutput);
    }

    [Fact]
    public async Task The_environment_is_changed_as_asked()
    {
        var result = await _runner.RunAsync(Shell("echo $ADDED-${HOME-none}") with
        {
            Environment = new Dictionary<string, string?> { ["ADDED"] = "1", ["HOME"] = null },
        });

        Assert.Equal("1-none\n", result.StandardOutput);
    }

    [Fact]
    public async Task A_missing_program_or_directory_is_a_value()
    {
        var program = await _runner.RunAsync(new Command { FileName = "no-such-program-anywhere" });
        var directory = await _runner.RunAsync(Shell("true") with { WorkingDirectory = "/no/such/directory" });

        Assert.Equal((CommandOutcome.NotFound, CommandOutcome.NotFound), (program.Outcome, directory.Outcome));
        Assert.Contains("no-such-program-anywhere cannot be run", program.StandardError);
        Assert.Equal("The directory /no/such/directory does not exist.", directory.StandardError);
    }

    [Fact]
    public async Task Output_beyond_the_limit_is_read_and_dropped()
    {
        var result = await _runner.RunAsync(Shell("head -c 5000000 /dev/zero | tr '\\0' x; echo end >&2") with { OutputLimit = 10 });

        Assert.Equal(("xxxxxxxxxx", "end\n", true), (result.StandardOutput, result.StandardError, result.Succeeded));
    }

    [Fact]
    public async Task A_signal_shows_as_128_and_its_number()
    {
        var result = await _runner.RunAsync(Shell("kill -9 $$"));

        Assert.Equal(137, result.ExitCode);
    }

    [Fact]
    public async Task A_program_that_takes_too_long_is_killed_with_its_descendants_after_a_grace()
    {
        using var directory = new TemporaryDirectory();
        var time = new ManualTime();
        var runner = new CommandRunner(time);
        var running = runner.RunAsync(Shell("sleep 300 & echo $! > child; wait") with
        {
            WorkingDirectory = directory.Path,
            Timeout = TimeSpan.FromSeconds(5),
        });
        await Eventually.TrueAsync("the child runs",
            () => File.Exists(directory["child"]) && File.ReadAllText(directory["child"]).EndsWith('\n'));

        time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync("the grace runs", () => { time.Advance(CommandRunner.Grace); return running.IsCompleted; });

        Assert.Equal(CommandOutcome.TimedOut, (await running).Outcome);
        var child = File.ReadAllText(directory["child"]).Trim();
        await Eventually.TrueAsync("the child is gone", () => !IsRunning(child));
    }

    [Fact]
    public async Task A_cancelled_program_is_asked_first_and_not_killed_when_it_ends_within_the_grace()
    {
        using var cancel = new CancellationTokenSource();
        using var directory = new TemporaryDirectory();
        var runner = new CommandRunner(TimeProvider.System, pid => directory.Write("asked", $"{pid}"));
        var running = runner.RunAsync(
            Shell("echo > started; while [ ! -e asked ]; do sleep 0.02; done; exit 7") with { WorkingDirectory = directory.Path },
            cancel.Token);
        await Eventually.TrueAsync("it runs", () => File.Exists(directory["started"]));

        await cancel.CancelAsync();

        var result = await running;
        Assert.Equal((CommandOutcome.Cancelled, 7), (result.Outcome, result.ExitCode));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_already_runs_nothing()
    {
        using var directory = new TemporaryDirectory();

        var result = await _runner.RunAsync(
            Shell("echo > started") with { WorkingDirectory = directory.Path }, new CancellationToken(canceled: true));

        Assert.Equal((CommandOutcome.Cancelled, -1), (result.Outcome, result.ExitCode));
        Assert.False(File.Exists(directory["started"]));
    }

    [Fact]
    public async Task A_descendant_that_keeps_the_pipe_open_does_not_hold_the_result_up()
    {
        var result = await _runner.RunAsync(Shell("sleep 20 & echo started"));

        Assert.Equal("started\n", result.StandardOutput);
    }

    private static bool IsRunning(string pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal);

    private static Command Shell(string script) => new() { FileName = "sh", Arguments = ["-c", script] };
}
