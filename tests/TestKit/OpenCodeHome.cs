using System.Text.Json;
using Xunit;

namespace Orchtui.TestKit;

/// <summary>A throw-away home directory for OpenCode, with the scripted model as its only provider. It asks nothing when it starts.</summary>
public sealed class OpenCodeHome : IDisposable
{
    private readonly TemporaryDirectory _directory = new("orchtui-home-");

    public string Path => _directory.Path;

    /// <summary>All the environment that OpenCode gets: nothing of the caller's but PATH.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentFor(string baseAddress) => new Dictionary<string, string>
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        ["HOME"] = Path,
        ["TERM"] = "xterm-256color",
        ["LANG"] = "C.UTF-8",
        ["OPENCODE_DISABLE_MODELS_FETCH"] = "1",
        ["OPENCODE_CONFIG_CONTENT"] = JsonSerializer.Serialize(new
        {
            autoupdate = false,
            share = "disabled",
            model = "scripted/scripted-1",
            small_model = "scripted/scripted-1",
            provider = new { scripted = Provider(baseAddress) },
        }),
    };

    public void Dispose() => _directory.Dispose();

    private static object Provider(string baseAddress) => new
    {
        npm = "@ai-sdk/openai-compatible",
        name = "Scripted",
        // No key of anybody: the scripted server takes every one.
        options = new { baseURL = $"{baseAddress}/v1", apiKey = "sk-dummy-for-the-scripted-model-server" },
        models = new Dictionary<string, object>
        {
            ["scripted-1"] = Model("Scripted One"),
            ["scripted-2"] = Model("Scripted Two"),
        },
    };

    private static object Model(string name) => new
    {
        name,
        limit = new { context = 200_000, output = 8_000 },
        cost = new { input = 1, output = 2, cache_read = 0.1 },
        variants = new { high = new { reasoningEffort = "high" } },
    };
}

/// <summary>A fact that drives the real OpenCode against the model server in a namespace of its own.</summary>
public sealed class OpenCodeFactAttribute : FactAttribute
{
    public OpenCodeFactAttribute() => Skip = Missing;

    // A requirement that is a path is met by the file itself.
    internal static string? Missing => Requirement.Missing(["unshare", "nsenter", "ip", AgentPrograms.OpenCode]);
}

/// <summary>The same as a theory.</summary>
public sealed class OpenCodeTheoryAttribute : TheoryAttribute
{
    public OpenCodeTheoryAttribute() => Skip = OpenCodeFactAttribute.Missing;
}
