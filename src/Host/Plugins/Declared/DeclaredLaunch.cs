using System.Globalization;
using System.Text;
using Orchtui.Agents;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>Turns a request into the arguments that an agent's file asks for.</summary>
internal sealed class DeclaredLaunch(AgentFile file)
{
    /// <summary>No single argument may be longer on Linux than 128 KiB.</summary>
    private const int MostPromptBytes = 100 * 1024;

    public AgentLaunch Prepare(LaunchRequest request)
    {
        var part = (request.Mode == AgentMode.Headless ? file.Headless : file.Interactive)
            ?? throw new InvalidOperationException($"The file of this agent has no {request.Mode.ToString().ToLowerInvariant()} arguments.");
        var session = request.SessionId ?? (file.ChoosesSession ? Guid.NewGuid().ToString() : null);
        var prompt = Encoding.UTF8.GetByteCount(request.Prompt) <= MostPromptBytes
            ? null
            : new LaunchFile(Path.Combine(request.AttemptDirectory, "prompt", "task.md"), request.Prompt);
        var permissions = request.Permissions == PermissionMode.Autonomous ? file.Permissions.Autonomous : file.Permissions.Supervised;
        return new AgentLaunch
        {
            Arguments = [.. new ArgumentTemplate(part.Arguments).Fill(ValueOf, permissions)],
            Environment = file.Environment,
            Files = prompt is null ? [] : [prompt],

            // Unlike an argument, it may be as long as it likes.
            StandardInput = ArgumentTemplate.Fill(part.Input, name => name == "prompt" ? request.Prompt : ValueOf(name)),
            SessionId = session,
        };

        string ValueOf(string name) => name switch
        {
            "executable" => request.Executable,
            "prompt" => prompt is null ? request.Prompt : $"Your task is described in {prompt.Path}. Read that file to its end, then do what it says.",
            "system_prompt" => request.SystemPrompt,
            "title" => request.Title,
            "task" => request.TaskId.ToString(CultureInfo.InvariantCulture),
            "worktree" => request.Worktree,
            "repository" => request.Repository,
            "model" => request.Model ?? "",
            "effort" => request.Effort ?? "",
            "session" => request.Resume ? "" : session ?? "",
            "resume" => request.Resume ? session ?? "" : "",
            _ => request.Settings.GetValueOrDefault(name["settings.".Length..]) ?? "",
        };
    }
}
