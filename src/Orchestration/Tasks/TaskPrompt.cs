using System.Text;
using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Tasks;

/// <summary>
/// What a prompt may be: any text, kept and handed over as it is, line ends and control characters included, for it is never typed
/// into anything. Only its size has a limit, far beyond what any model reads, so that it passes through every surface.
/// </summary>
public static class TaskPrompt
{
    /// <summary>Longest prompt, in bytes of UTF-8.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    public static string TooLong =>
        $"The prompt is longer than {MaxBytes / 1024 / 1024} MiB. Put the long part into a file of the repository and name that file.";

    /// <summary>Checks a prompt.</summary>
    /// <returns>Null when it may be used as it is.</returns>
    public static Refused? Check(string prompt)
    {
        if (prompt.Contains('\0', StringComparison.Ordinal))
            return new Refused("The prompt holds a NUL character, which no program can be given. Remove it.");
        return Encoding.UTF8.GetByteCount(prompt) <= MaxBytes ? null : new Refused(TooLong);
    }
}
