using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// All that the real Codex needs to work in a test: a network namespace that holds nothing but the scripted model, a home in which it
/// starts without a dialog, and a repository it trusts.
/// </summary>
internal sealed class CodexWorkplace : IAgentWorkplace
{
    private readonly LoopbackNamespace _space;

    private CodexWorkplace(LoopbackNamespace space, ModelServerProcess model)
    {
        (_space, Model) = (space, model);
        Repository = new TemporaryRepository();
        Codex = new CodexHome(Repository.Path);
    }

    public ModelServerProcess Model { get; }

    public TemporaryRepository Repository { get; }

    /// <summary>The home directory in which Codex keeps its own files.</summary>
    public CodexHome Codex { get; }

    /// <summary>The words before each program that shall reach the model, and nobody else.</summary>
    public IReadOnlyList<string> Prefix => _space.Prefix;

    public static async Task<CodexWorkplace> OpenAsync()
    {
        var space = await LoopbackNamespace.StartAsync();
        return new(space, await ModelServerProcess.StartAsync(space));
    }

    /// <summary>Which scenario the model plays for agents that are started in a home from now on.</summary>
    public void Play(OrchtuiHome home, string scenario)
    {
        foreach (var (name, value) in Codex.EnvironmentFor(Model.BaseAddress(scenario))) home.Environment[name] = value;
        home.Environment["PATH"] = $"{Path.GetDirectoryName(AgentPrograms.Codex)}:{home.Environment["PATH"]}";
        home.Environment["TZ"] = "UTC";
    }

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        await _space.DisposeAsync();
        Codex.Dispose();
        Repository.Dispose();
    }
}
