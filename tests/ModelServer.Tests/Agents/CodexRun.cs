using System.Diagnostics;
using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.ModelServer.Tests.Agents;

/// <summary>One headless run of Codex: its exit status and the JSON lines that it wrote.</summary>
internal sealed record CodexRun(int ExitCode, IReadOnlyList<JsonObject> Lines, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The last message of the agent.</summary>
    public string Answer => Items("agent_message").Select(item => (string?)item["text"]).LastOrDefault() ?? "";

    public IEnumerable<JsonObject> Items(string type) => Lines
        .Where(line => (string?)line["type"] == "item.completed").Select(line => line["item"]!.AsObject()).Where(item => (string?)item["type"] == type);

    public static async Task<CodexRun> HeadlessAsync(
        LoopbackNamespace space, CodexHome home, string baseAddress, string directory, params IEnumerable<string> arguments)
    {
        var start = space.StartInfo(
            [AgentPrograms.Codex, "-c", "analytics.enabled=false", "-s", "workspace-write", "exec", "--json", "--skip-git-repo-check", .. arguments]);
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
