using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.ModelServer.Tests.Agents;

/// <summary>One headless run of Claude Code: its exit status and the JSON lines that it wrote.</summary>
internal sealed record ClaudeRun(int ExitCode, IReadOnlyList<JsonObject> Lines, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The line of type <c>result</c>, which ends every run that was not killed.</summary>
    public JsonObject Result => Lines.LastOrDefault(line => (string?)line["type"] == "result")
        ?? throw new InvalidOperationException($"No result line; exit status {ExitCode}. {Errors}");

    public static async Task<ClaudeRun> HeadlessAsync(
        LoopbackNamespace space, ClaudeHome home, string baseAddress, string directory, params string[] arguments)
    {
        var start = space.StartInfo(AgentPrograms.Claude, "--output-format", "stream-json", "--verbose", "-p", arguments[0]);
        foreach (var argument in arguments.Skip(1)) start.ArgumentList.Add(argument);
        start.WorkingDirectory = directory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach (var (name, value) in home.EnvironmentFor(baseAddress)) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject());
            return new(process.ExitCode, [.. lines], await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
