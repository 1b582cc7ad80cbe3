using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// All that the real OpenCode needs to work in a test: a network namespace that holds nothing but the scripted model, a home of its own
/// and a repository.
/// </summary>
internal sealed class OpenCodeWorkplace : IAgentWorkplace
{
    private readonly LoopbackNamespace _space;
    private readonly OpenCodeHome _opencode = new();

    private OpenCodeWorkplace(LoopbackNamespace space, ModelServerProcess model) => (_space, Model) = (space, model);

    public ModelServerProcess Model { get; }

    public TemporaryRepository Repository { get; } = new();

    /// <summary>The words before each program that shall reach the model, and nobody else.</summary>
    public IReadOnlyList<string> Prefix => _space.Prefix;

    public static async Task<OpenCodeWorkplace> OpenAsync()
    {
        var space = await LoopbackNamespace.StartAsync();
        return new(space, await ModelServerProcess.StartAsync(space));
    }

    /// <summary>Which scenario the model plays for agents that are started in a home from now on.</summary>
    public void Play(OrchtuiHome home, string scenario) => Use(home, Model.BaseAddress(scenario));

    /// <summary>Gives agents that are started from now on an address at which nobody listens.</summary>
    public void PlayNothing(OrchtuiHome home) => Use(home, "http://127.0.0.1:9");

    private void Use(OrchtuiHome home, string address)
    {
        foreach (var (name, value) in _opencode.EnvironmentFor(address)) home.Environment[name] = value;
        home.Environment["PATH"] = $"{Path.GetDirectoryName(AgentPrograms.OpenCode)}:{home.Environment["PATH"]}";
    }

    /// <summary>Asks the server of a task's agent, as its link does. The port is inside the namespace, the test is not.</summary>
    public async Task<JsonNode?> AskAsync(OrchtuiHome home, string task, string method, string path, string body = "")
    {
        var file = Path.Combine(home.Path, "state", "tasks", task, "attempts", "1", "server.json");
        var server = JsonNode.Parse(await File.ReadAllTextAsync(file))!["Server"]!;
        var key = Convert.ToBase64String(Encoding.UTF8.GetBytes($"opencode:{server["Password"]}"));
        var request = $"{method} {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nAuthorization: Basic {key}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}";
        var start = _space.StartInfo("bash", "-c", $"exec 3<>/dev/tcp/127.0.0.1/{server["Port"]} && cat >&3 && cat <&3");
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(request);
        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var parts = answer.Split("\r\n\r\n", 2);
        Assert.Contains(" 200 ", parts[0].Split('\r')[0] + " ");
        return JsonNode.Parse(parts[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        await _space.DisposeAsync();
        _opencode.Dispose();
        Repository.Dispose();
    }
}
