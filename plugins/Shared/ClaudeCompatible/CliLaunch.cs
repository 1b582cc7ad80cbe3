using System.Text;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// Makes the command line. Options that take several values stand first and one that takes a single value last, so that none of them
/// swallows the prompt. The user's own settings are not touched: ours are passed inline and merged by the CLI.
/// </summary>
internal sealed class CliLaunch(CliData data, bool isRoot)
{
    /// <summary>The kernel takes no argument of 128 KiB or more.</summary>
    private const int MaxPromptBytes = 100_000;

    public AgentLaunch Prepare(LaunchRequest request)
    {
        var session = request.SessionId ?? Guid.NewGuid().ToString();
        var headless = request.Mode == AgentMode.Headless;
        var file = headless ? null : PromptFile(request);
        var permission = PermissionFor(request);

        List<string> arguments = [request.Executable];
        if (headless) arguments.AddRange(data.HeadlessFlags);
        if (permission.AllowedTools is { Count: > 0 } allowed) arguments.AddRange(["--allowedTools", .. allowed]);
        if (GuardRail(request) is { } guardRail) arguments.AddRange(["--disallowedTools", guardRail]);
        if (file is not null) arguments.AddRange(["--add-dir", Path.GetDirectoryName(file.Path)!]);
        arguments.AddRange(["--permission-mode", permission.Mode]);
        if (request.Model is { } model) arguments.AddRange(["--model", model]);
        if (request.SystemPrompt.Length > 0) arguments.AddRange(["--append-system-prompt", request.SystemPrompt]);
        if (!headless) arguments.AddRange(["--settings", SettingsFor(request, permission)]);
        arguments.AddRange([request.Resume ? "--resume" : "--session-id", session]);
        if (!headless && request.Prompt.Length > 0) arguments.AddRange(["--", file is null ? request.Prompt : Pointer(file)]);

        return new AgentLaunch
        {
            Arguments = arguments,
            Environment = data.Environment,
            Files = file is null ? [] : [file],
            StandardInput = headless ? request.Prompt : "",
            SessionId = session,
        };
    }

    private string SettingsFor(LaunchRequest request, PermissionChoice permission) =>
        CliSettings.Inline(data.HookEvents, request.EventsDirectory, permission.Settings);

    /// <summary>The CLI refuses to run without permissions as root, unless it is told that it runs in a sandbox.</summary>
    private PermissionChoice PermissionFor(LaunchRequest request) => request.Permissions switch
    {
        PermissionMode.Supervised => data.Permissions.Supervised,
        _ when isRoot && request.Environment.GetValueOrDefault("IS_SANDBOX") != "1" => data.Permissions.AutonomousAsRoot,
        _ => data.Permissions.Autonomous,
    };

    /// <summary>
    /// Keeps edits out of the main checkout. A guard rail and no wall: a shell command can still get there by changing directory.
    /// Not possible where the worktree lies inside the checkout, since the rule would cover it too.
    /// </summary>
    private static string? GuardRail(LaunchRequest request)
    {
        var main = request.Repository.TrimEnd('/');
        var isInside = request.Worktree == main || request.Worktree.StartsWith($"{main}/", StringComparison.Ordinal);
        return main.Length == 0 || isInside ? null : $"Edit(/{main}/**)";
    }

    private static LaunchFile? PromptFile(LaunchRequest request) =>
        Encoding.UTF8.GetByteCount(request.Prompt) <= MaxPromptBytes
            ? null
            : new LaunchFile(Path.Combine(request.AttemptDirectory, "prompt", "task.md"), request.Prompt);

    private static string Pointer(LaunchFile file) =>
        $"Your task is described in {file.Path}. Read that file to its end, then do what it says.";
}
