using System.Diagnostics;
using System.Text;
using Orchtui.Agents;
using Orchtui.Host.AgentRun;
using Orchtui.Host.Tests.Plugins;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.AgentRun;

/// <summary>One attempt's folder with a shell script as the agent's program, and the real <c>orchtui agent-run</c> over it.</summary>
internal sealed class Attempt : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public Attempt(string script, string provider = "good", string plugin = "Good") => Launch = new AgentRunLaunch
    {
        Title = "Say hello",
        Arguments = ["/bin/sh", "-c", script],
        WorkingDirectory = _directory.Path,
        PluginDirectory = PluginHome.Fixture(plugin),
        ProviderId = provider,
    };

    public AgentRunLaunch Launch { get; set; }

    public string Path => _directory.Path;

    public string this[string file] => _directory[file];

    public IReadOnlyList<AgentUpdate> Updates => UpdateSpool.ReadFrom(Path, 0).Updates;

    public RunEnded End => Assert.IsType<RunEnded>(Updates[^1]);

    public Process Start()
    {
        Launch.Write(Path);
        var program = System.IO.Path.Combine(AppContext.BaseDirectory, "orchtui");
        // A shell cannot trap what was ignored when it began, as SIGINT is in the background of a script: the run begins with none ignored.
        return Process.Start(new ProcessStartInfo("env", ["--default-signal", program, "agent-run", "--attempt", Path])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
    }

    /// <summary>Runs to the end and gives the exit code and the transcript without its attributes.</summary>
    public async Task<(int ExitCode, string Transcript)> RunAsync()
    {
        using var process = Start();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, WithoutAttributes(text));
    }

    public static string WithoutAttributes(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\e\\[[0-9;]*m", "");

    public void Dispose() => _directory.Dispose();
}
