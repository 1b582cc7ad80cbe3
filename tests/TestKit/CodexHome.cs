namespace Orchtui.TestKit;

/// <summary>
/// A throw-away home directory in which Codex starts without a dialog: the scripted model is its only provider, the named repositories
/// are trusted (which covers their worktrees). Without a trusted repository the trust dialog shows.
/// </summary>
public sealed class CodexHome : IDisposable
{
    /// <summary>No key of anybody: the scripted server takes every one.</summary>
    private const string DummyKey = "sk-dummy-for-the-scripted-model-server";

    /// <summary>A model of no known name is told to Codex as one without a patch tool; this one has it.</summary>
    private const string Model = "gpt-5.5";

    private readonly TemporaryDirectory _directory = new("orchtui-home-");
    private readonly string[] _trusted;

    public CodexHome(params IEnumerable<string> trusted) => _trusted = [.. trusted];

    public string Path => _directory.Path;

    /// <summary>Whether the named repositories are trusted in the configuration that is written next.</summary>
    /// <value>Default: true.</value>
    public bool Trusts { get; set; } = true;

    /// <summary>Writes the configuration with which Codex finds the scripted model, and returns all the environment that it gets.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentFor(string baseAddress)
    {
        var trust = string.Concat(_trusted.Where(_ => Trusts).Select(path => $"[projects.\"{path}\"]\ntrust_level = \"trusted\"\n"));
        _directory.Write(".codex/config.toml", $$"""
            model = "{{Model}}"
            model_provider = "scripted"
            check_for_update_on_startup = false

            [notice.model_migrations]
            "{{Model}}" = "gpt-6-sol"

            [model_providers.scripted]
            name = "Scripted"
            base_url = "{{baseAddress}}/v1"
            env_key = "SCRIPTED_API_KEY"
            wire_api = "responses"
            request_max_retries = 1
            stream_max_retries = 2

            {{trust}}
            """);
        return new Dictionary<string, string>
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = Path,
            ["TERM"] = "xterm-256color",
            ["LANG"] = "C.UTF-8",
            ["SCRIPTED_API_KEY"] = DummyKey,
        };
    }

    public void Dispose() => _directory.Dispose();
}
