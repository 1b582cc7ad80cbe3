using System.Text;
using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>
/// Makes the command line. Everything is said by flags of this one run; the user's own configuration is not touched, and no folder is
/// declared trusted: that is asked of the person. A headless run is given its prompt on standard input, which is then closed.
/// </summary>
internal sealed class CodexLaunch(CodexData data)
{
    /// <summary>The kernel takes no argument of 128 KiB or more.</summary>
    private const int MaxPromptBytes = 100_000;

    public AgentLaunch Prepare(LaunchRequest request)
    {
        var sandbox = SandboxFor(request);
        var headless = request.Mode == AgentMode.Headless;
        var prompt = headless ? null : PromptFile(request);
        List<string> arguments = [request.Executable];
        if (headless) arguments.AddRange(["exec", "--json", "--skip-git-repo-check"]);
        else arguments.AddRange(data.InteractiveFlags);
        if (!headless && !sandbox.ExcludesApprovals) arguments.AddRange(["-a", ApprovalFor(request)]);
        arguments.AddRange(sandbox.Flags);
        if (request.Model is { } model) arguments.AddRange(["-m", model]);
        foreach (var setting in SettingsFor(request, sandbox, headless)) arguments.AddRange(["-c", setting]);
        AddConversation(arguments, request, headless, prompt);

        return new AgentLaunch
        {
            Arguments = arguments,
            Environment = data.Environment,
            Files = [.. new[] { prompt, headless ? null : LaunchNote.FileFor(request) }.OfType<LaunchFile>()],
            StandardInput = headless ? request.Prompt : "",
            SessionId = request.Resume ? request.SessionId : null,
        };
    }

    /// <summary>The options of <c>resume</c> are fewer than those of what it resumes: all of them stand before it.</summary>
    private static void AddConversation(List<string> arguments, LaunchRequest request, bool headless, LaunchFile? prompt)
    {
        var text = headless ? "-" : prompt is null ? request.Prompt : Pointer(prompt);
        if (request is { Resume: true, SessionId: { } session })
        {
            arguments.Add("resume");
            // A conversation that was begun headless is left out otherwise.
            if (!headless) arguments.Add("--include-non-interactive");
            arguments.Add(session);
        }

        if (headless) arguments.Add(text);
        else if (text.Length > 0) arguments.AddRange(["--", text]);
    }

    private IEnumerable<string> SettingsFor(LaunchRequest request, SandboxChoice sandbox, bool headless)
    {
        foreach (var setting in data.Config) yield return setting;
        if (!headless)
            foreach (var setting in data.InteractiveConfig) yield return setting;
        foreach (var setting in sandbox.Config ?? []) yield return setting;
        if (sandbox.IsWorkspace)
            foreach (var setting in WorkspaceFolders.SettingsFor(request)) yield return setting;
        if (request.Effort is { } effort) yield return $"model_reasoning_effort={Toml.Text(effort)}";
        if (request.SystemPrompt.Length > 0) yield return $"developer_instructions={Toml.Text(request.SystemPrompt)}";
    }

    private string ApprovalFor(LaunchRequest request) =>
        request.Permissions == PermissionMode.Autonomous ? data.Approvals.Autonomous : data.Approvals.Supervised;

    /// <summary>
    /// The environment's word goes before the configuration's. Inside its own sandbox the CLI sets that variable to other words.
    /// </summary>
    private SandboxChoice SandboxFor(LaunchRequest request)
    {
        var wanted = request.Environment.GetValueOrDefault("CODEX_SANDBOX") ?? "";
        if (data.Sandboxes.TryGetValue(wanted, out var named)) return named;
        var name = request.Settings.GetValueOrDefault("sandbox") ?? data.DefaultSandbox;
        return data.Sandboxes.GetValueOrDefault(name) ?? throw new InvalidOperationException(
            $"agents.codex.sandbox is '{name}', which is none of {string.Join(", ", data.Sandboxes.Keys)}.");
    }

    private static LaunchFile? PromptFile(LaunchRequest request) =>
        Encoding.UTF8.GetByteCount(request.Prompt) <= MaxPromptBytes
            ? null
            : new LaunchFile(Path.Combine(request.AttemptDirectory, "prompt", "task.md"), request.Prompt);

    private static string Pointer(LaunchFile file) =>
        $"Your task is described in {file.Path}. Read that file to its end, then do what it says.";
}
