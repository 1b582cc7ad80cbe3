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
        var configured = new CliConfiguration(request);

        List<string> arguments = [request.Executable];
        if (headless) arguments.AddRange(data.HeadlessFlags);
        AddAll("--allowedTools", [.. permission.AllowedTools ?? [], .. configured.AllowedTools()]);
        AddAll("--disallowedTools", [.. configured.GuardRails(data.GuardRails), .. configured.DisallowedTools()]);
        if (file is not null) arguments.AddRange(["--add-dir", Path.GetDirectoryName(file.Path)!]);
        Add("--permission-mode", configured["permission_mode"] ?? permission.Mode);
        Add("--model", request.Model);
        Add("--effort", request.Effort);
        Add("--fallback-model", configured["fallback_model"]);
        if (headless) Add("--max-budget-usd", configured["max_budget_usd"]);
        Add("--append-system-prompt", request.SystemPrompt);
        if (!headless) Add("--settings", SettingsFor(request, permission));
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

        void Add(string option, string? value)
        {
            if (value is { Length: > 0 }) arguments.AddRange([option, value]);
        }

        void AddAll(string option, string[] values)
        {
            if (values.Length > 0) arguments.AddRange([option, .. values.Distinct(StringComparer.Ordinal)]);
        }
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

    private static LaunchFile? PromptFile(LaunchRequest request) =>
        Encoding.UTF8.GetByteCount(request.Prompt) <= MaxPromptBytes
            ? null
            : new LaunchFile(Path.Combine(request.AttemptDirectory, "prompt", "task.md"), request.Prompt);

    private static string Pointer(LaunchFile file) =>
        $"Your task is described in {file.Path}. Read that file to its end, then do what it says.";
}
