using System.Globalization;
using System.Text;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// Makes the command line and the environment. The CLI takes configuration and permissions from environment variables, so that no file
/// of the user's is touched; what the user has in those variables already is kept.
/// </summary>
internal sealed class OpenCodeLaunch(OpenCodeData data)
{
    private const string Configuration = "OPENCODE_CONFIG_CONTENT";
    private const string Permission = "OPENCODE_PERMISSION";
    private const string Password = "OPENCODE_SERVER_PASSWORD";

    /// <summary>The kernel takes no argument of 128 KiB or more.</summary>
    private const int MaxPromptBytes = 100_000;

    public AgentLaunch Prepare(LaunchRequest request)
    {
        var headless = request.Mode == AgentMode.Headless;
        List<LaunchFile> files = [];
        if (request.SystemPrompt.Length > 0) files.Add(new LaunchFile(PathOf(request, "instructions.md"), request.SystemPrompt));
        var shell = request.Server is null ? null : ToolShell.For(request, data.Shells, Password);
        if (shell is not null) files.Add(shell);
        var session = request.Resume ? request.SessionId : null;
        return new AgentLaunch
        {
            Arguments = headless ? Headless(request, session) : Interactive(request, session, files),
            Environment = EnvironmentOf(request, shell?.Path),
            Files = files,
            StandardInput = headless ? request.Prompt : "",
            SessionId = session,
        };
    }

    private List<string> Headless(LaunchRequest request, string? session)
    {
        List<string> arguments = [request.Executable, .. data.HeadlessFlags, .. Common(request)];
        if (request.Effort is { } effort) arguments.AddRange(["--variant", effort]);
        if (session is not null) arguments.AddRange(["--session", session]);
        return arguments;
    }

    private List<string> Interactive(LaunchRequest request, string? session, List<LaunchFile> files)
    {
        List<string> arguments = [request.Executable, .. Common(request)];
        if (request.Server is { } server)
            arguments.AddRange(["--hostname", "127.0.0.1", "--port", server.Port.ToString(CultureInfo.InvariantCulture)]);
        if (session is not null) arguments.AddRange(["--session", session]);
        if (request.Prompt.Length == 0) return arguments;
        var prompt = request.Prompt;
        if (Encoding.UTF8.GetByteCount(prompt) > MaxPromptBytes)
        {
            files.Add(new LaunchFile(PathOf(request, "task.md"), prompt));
            prompt = $"Your task is described in {files[^1].Path}. Read that file to its end, then do what it says.";
        }

        // In one word, since a prompt may begin with a dash.
        arguments.Add($"--prompt={prompt}");
        return arguments;
    }

    private IEnumerable<string> Common(LaunchRequest request)
    {
        if (request.Permissions == PermissionMode.Autonomous)
            foreach (var flag in data.AutonomousFlags) yield return flag;
        if (request.Model is not { } model) yield break;
        yield return "--model";
        yield return model;
    }

    private Dictionary<string, string?> EnvironmentOf(LaunchRequest request, string? shell)
    {
        var environment = new Dictionary<string, string?>(data.Environment)
        {
            [Password] = request.Server?.Password,
        };
        if (request.Permissions == PermissionMode.Supervised)
        {
            var rules = request.Mode == AgentMode.Headless ? data.Permissions.Headless : data.Permissions.Interactive;
            // What the user says in the same place is the user's word.
            var merged = OpenCodeConfiguration.Merge(rules, request.Environment.GetValueOrDefault(Permission));
            if (merged is not null) environment[Permission] = merged;
        }

        var content = OpenCodeConfiguration.Content(request, PathOf(request, "instructions.md"), shell, request.Environment.GetValueOrDefault(Configuration));
        if (content is not null) environment[Configuration] = content;
        return environment;
    }

    private static string PathOf(LaunchRequest request, string name) => Path.Combine(request.AttemptDirectory, "prompt", name);
}
