using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// A shell for the CLI's commands which forgets the password of the CLI's server first: the CLI hands its whole environment on, and a
/// command that shows its environment would tell the password to the model and its service. Not a boundary: a command of the same user
/// can read the memory and files of its parent.
/// </summary>
internal static class ToolShell
{
    private const string Fallback = "/bin/sh";

    /// <summary>The CLI tells by a shell's name how to speak to it: the file is called like the shell that it starts.</summary>
    public static LaunchFile For(LaunchRequest request, IReadOnlyList<string> known, string forgotten)
    {
        var users = request.Environment.GetValueOrDefault("SHELL");
        var shell = users is { Length: > 0 } && Path.IsPathRooted(users) && known.Contains(Path.GetFileName(users)) ? users : Default();
        var script = $"#!/bin/sh\nunset {forgotten}\nexec '{shell.Replace("'", "'\\''", StringComparison.Ordinal)}' \"$@\"\n";
        return new LaunchFile(Path.Combine(request.AttemptDirectory, "shell", Path.GetFileName(shell)), script, Executable: true);
    }

    private static string Default() => new[] { "/bin/bash", "/usr/bin/bash" }.FirstOrDefault(File.Exists) ?? Fallback;
}
