using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// A home of its own for one test, with a user's home and an environment that hold nothing of the caller's. Everything started in it
/// carries a mark in its environment, by which the end of the test proves that nothing has been left behind.
/// </summary>
internal sealed class OrchtuiHome : IAsyncDisposable
{
    private const string Mark = "END_TO_END_HOME";
    private static readonly TimeSpan VerbLimit = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new("orchtui-e2e-");
    private readonly IReadOnlyList<string> _prefix;

    /// <param name="prefix">Words before every program, such as those that enter a network namespace.</param>
    public OrchtuiHome(IReadOnlyList<string>? prefix = null)
    {
        _prefix = prefix ?? [];
        Path = _directory["home"];
        UserHome = Directory.CreateDirectory(_directory["user"]).FullName;
        Environment = new Dictionary<string, string>
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = UserHome,
            ["TERM"] = "xterm-256color",
            ["LANG"] = "C.UTF-8",
            ["SHELL"] = "/bin/sh",
            ["PS1"] = "$ ",
            ["ORCHTUI_HOME"] = Path,
            [Mark] = Path,
        };
        if (System.Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } runtime) Environment["DOTNET_ROOT"] = runtime;
    }

    public string Path { get; }

    public string UserHome { get; }

    /// <summary>The environment of everything that is started here.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>A path inside the test's own folder, beside the home.</summary>
    public string this[string relative] => _directory[relative];

    public IReadOnlyList<string> Program(params IEnumerable<string> arguments) => [.. _prefix, OrchtuiProgram.Path, .. arguments];

    public Task<CliResult> RunAsync(params IReadOnlyList<string> arguments) => RunAsync(new CliCall(arguments));

    public async Task<CliResult> RunAsync(CliCall call)
    {
        var words = Program(call.Arguments);
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = call.WorkingDirectory ?? UserHome,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        foreach (var (name, value) in call.Environment) start.Environment[name] = value;
        start.Environment["PWD"] = start.WorkingDirectory;
        using var process = Process.Start(start)!;
        var reading = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(call.Input);
        process.StandardInput.Close();
        var command = $"orchtui {string.Join(' ', call.Arguments.Select(Shorten))}";
        try
        {
            await process.WaitForExitAsync().WaitAsync(call.Limit ?? VerbLimit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill();
            Assert.Fail($"'{command}' did not end within {(call.Limit ?? VerbLimit).TotalSeconds:0} s.\n{await LogAsync()}");
        }

        var result = new CliResult(command, process.ExitCode, await reading.Item1, await reading.Item2);
        Assert.DoesNotContain("\n   at ", $"{result.Output}\n{result.Error}");
        return result;
    }

    /// <summary>Runs a verb that has to succeed and reads its JSON.</summary>
    public async Task<JsonNode> JsonAsync(params IReadOnlyList<string> arguments) =>
        (await RunAsync([arguments[0], arguments[1], "--json", .. arguments.Skip(2)])).Succeeded().Json;

    /// <summary>Opens a pane and returns its number.</summary>
    public async Task<string> NewPaneAsync(params IReadOnlyList<string> arguments) =>
        (await RunAsync(["pane", "new", .. arguments])).Succeeded().Text;

    public async Task<JsonObject?> PaneAsync(string id) =>
        (await JsonAsync("pane", "list")).AsArray().OfType<JsonObject>().FirstOrDefault(pane => pane["id"]!.ToString() == id);

    public async Task<int> PidOfPaneAsync(string id) =>
        (await PaneAsync(id) ?? throw new InvalidOperationException($"There is no pane {id}."))["pid"]!.GetValue<int>();

    public async Task<string> CaptureAsync(string id, params IEnumerable<string> options) =>
        (await RunAsync(["pane", "capture", id, .. options])).Succeeded().Output;

    public async Task WaitForTextAsync(string id, string pattern, double seconds = 20)
    {
        var result = await RunAsync("pane", "wait", id, "--text", pattern, "--timeout", seconds.ToString(CultureInfo.InvariantCulture));
        if (result.ExitCode != 0) Assert.Fail($"{result.Error}The pane shows:\n{(await RunAsync("pane", "capture", id)).Output}");
    }

    /// <summary>The host's and the keeper's process; 0 where there is none.</summary>
    public async Task<(int Host, int Keeper)> PidsAsync()
    {
        var status = await RunAsync("service", "status", "--json");
        if (status.ExitCode != 0) return (0, 0);
        return (status.Json["pid"]!.GetValue<int>(), status.Json["helper_pids"]!.AsArray().FirstOrDefault()?.GetValue<int>() ?? 0);
    }

    /// <summary>Waits for the host that follows one which was killed.</summary>
    public Task AnotherHostAsync(int killed) =>
        Eventually.TrueAsync("another host runs", async () => await PidsAsync() is var (host, _) && host != 0 && host != killed);

    public async Task<string> LogAsync()
    {
        var log = System.IO.Path.Combine(Path, "logs", "orchtui.log");
        return File.Exists(log) ? $"The host's log:\n{await File.ReadAllTextAsync(log)}" : "The host has no log.";
    }

    /// <summary>Every process that was started in this home and lives.</summary>
    public IReadOnlyList<RunningProcess> Processes() => RunningProcess.WithVariable(Mark, Path);

    public async ValueTask DisposeAsync()
    {
        try
        {
            var stopped = await RunAsync("service", "stop", "--all");
            var left = Array.Empty<RunningProcess>();
            if (stopped.ExitCode != 0) Assert.Fail($"service stop --all failed: {stopped.Error}\n{await LogAsync()}");
            var log = await LogAsync();
            if (log.Contains("   at ") || log.Contains("failed, and the host ends"))
                Assert.Fail($"The host had a fault that nobody saw. {log}");
            await Eventually.TrueAsync(
                "no process of this home is left",
                () => (left = [.. Processes()]).Length == 0,
                TimeSpan.FromSeconds(5),
                () => string.Join('\n', left.AsEnumerable()));
        }
        finally
        {
            foreach (var process in Processes()) process.Kill();
            Remove();
        }
    }

    /// <summary>A program that is just ending may still write into the folder: what is left then is left to the system.</summary>
    private void Remove()
    {
        try
        {
            _directory.Dispose();
        }
        catch (IOException)
        {
            Assert.False(Directory.Exists(Path) && Processes().Count > 0, "Processes live on in a home that is gone.");
        }
    }

    private static string Shorten(string word) => word.Length <= 60 ? word : $"{word[..60]}… ({word.Length} characters)";
}

/// <summary>How one verb is called, where that differs from the ordinary.</summary>
internal sealed record CliCall(IReadOnlyList<string> Arguments)
{
    public string? WorkingDirectory { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string Input { get; init; } = "";

    public TimeSpan? Limit { get; init; }
}
