using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// All that the real Claude Code needs to work in a test: a network namespace that holds nothing but the scripted model, a home in which
/// it starts without a dialog, and a repository it trusts.
/// </summary>
internal sealed class ClaudeWorkplace : IAgentWorkplace
{
    private readonly LoopbackNamespace _space;
    private readonly ClaudeHome _claude;

    private ClaudeWorkplace(LoopbackNamespace space, ModelServerProcess model)
    {
        (_space, Model) = (space, model);
        Repository = new TemporaryRepository();
        _claude = new ClaudeHome(Repository.Path);
    }

    public ModelServerProcess Model { get; }

    public TemporaryRepository Repository { get; }

    /// <summary>The home directory in which Claude keeps its own files.</summary>
    public string UserHome => _claude.Path;

    /// <summary>The words before each program that shall reach the model, and nobody else.</summary>
    public IReadOnlyList<string> Prefix => _space.Prefix;

    public static async Task<ClaudeWorkplace> OpenAsync()
    {
        var space = await LoopbackNamespace.StartAsync();
        return new(space, await ModelServerProcess.StartAsync(space));
    }

    /// <summary>Which scenario the model plays for agents that are started in a home from now on.</summary>
    public void Play(OrchtuiHome home, string scenario)
    {
        foreach (var (name, value) in _claude.EnvironmentFor(Model.BaseAddress(scenario))) home.Environment[name] = value;
        home.Environment["PATH"] = $"{Path.GetDirectoryName(AgentPrograms.Claude)}:{home.Environment["PATH"]}";
    }

    /// <summary>
    /// Puts a wrapper on PATH, as people make one for another service: a script that knows the address and the key and becomes Claude.
    /// Nothing else in the home knows them.
    /// </summary>
    public void PlayWrapper(OrchtuiHome home, string name, string scenario)
    {
        Play(home, scenario);
        home.Environment.Remove("ANTHROPIC_BASE_URL");
        var folder = Directory.CreateDirectory(home["wrappers"]).FullName;
        var script = Path.Combine(folder, name);
        File.WriteAllText(script, $"""
            #!/bin/sh
            export ANTHROPIC_BASE_URL='{Model.BaseAddress(scenario)}' ANTHROPIC_AUTH_TOKEN=dummy
            exec '{AgentPrograms.Claude}' "$@"
            """);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        home.Environment["PATH"] = $"{folder}:{home.Environment["PATH"]}";
    }

    /// <summary>A subscriber instead of a key, to whom the service tells when a limit ends.</summary>
    public void PlayToSubscriber(OrchtuiHome home, string scenario)
    {
        Play(home, scenario);
        home.Environment.Remove("ANTHROPIC_API_KEY");
        home.Environment["CLAUDE_CODE_OAUTH_TOKEN"] = "dummy-token-of-nobody";
    }

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        await _space.DisposeAsync();
        _claude.Dispose();
        Repository.Dispose();
    }
}
