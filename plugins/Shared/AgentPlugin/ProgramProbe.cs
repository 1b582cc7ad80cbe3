using System.Text.RegularExpressions;
using Orchtui.Agents;
using Orchtui.Commands;

namespace Orchtui.Plugins;

/// <summary>Looks for an agent's program on a path and asks it for its version.</summary>
internal sealed partial class ProgramProbe(ICommandRunner commands)
{
    /// <summary>File names it may have, the preferred first.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>How to get it, for a person.</summary>
    public required string InstallAdvice { get; init; }

    /// <summary>The versions that all that is known of it was checked with.</summary>
    public required IReadOnlyList<string> CheckedVersions { get; init; }

    /// <summary>Variables it needs to tell its version.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>What it prints when it is the right program.</summary>
    public Pattern? Identity { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = ["--version"];

    /// <summary>The version in what it prints: the first group, or all of it.</summary>
    public Regex Version { get; init; } = Dotted;

    public async Task<AgentAvailability> RunAsync(string searchPath, CancellationToken cancellation)
    {
        if (Find(searchPath) is not { } executable)
            return new AgentAvailability { Advice = $"{string.Join(" or ", Names)} is not on PATH; {InstallAdvice}" };

        var result = await commands.RunAsync(
            new Command
            {
                FileName = executable,
                Arguments = Arguments,
                // The program may be a script that looks for its interpreter on the same path.
                Environment = new Dictionary<string, string?>(Environment) { ["PATH"] = searchPath },
                Timeout = TimeSpan.FromSeconds(8),
            },
            cancellation);
        if (!result.Succeeded)
            return new AgentAvailability { Advice = $"{executable} {string.Join(' ', Arguments)} did not work: {Complaint(result)}" };
        if (Identity?.IsMatch(result.StandardOutput) == false)
            return new AgentAvailability { Advice = $"{executable} is another program ('{FirstLine(result.StandardOutput)}'); {InstallAdvice}" };

        var version = Version.Match(result.StandardOutput) is { Success: true } match ? match.Groups[^1].Value : null;
        var isChecked = version is not null && CheckedVersions.Contains(version);
        return new AgentAvailability
        {
            Executable = executable,
            Version = version,
            VersionChecked = isChecked,
            Advice = isChecked ? "" : Unchecked(version),
        };
    }

    /// <summary>Another version works as a rule; what may differ is what is read from its screen.</summary>
    private string Unchecked(string? version) =>
        $"version {version ?? "unknown"} was not checked, {string.Join(", ", CheckedVersions.DefaultIfEmpty("none"))} was: it can be used, but should"
        + " its screen have changed, its state may show as unknown";

    private string? Find(string searchPath) =>
        (from directory in searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from name in Names
         let path = Path.GetFullPath(Path.Combine(directory, name))
         where IsExecutable(path)
         select path).FirstOrDefault();

    private static bool IsExecutable(string path)
    {
        if (!File.Exists(path)) return false;
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != 0;
    }

    private static string Complaint(CommandResult result) =>
        result.Outcome == CommandOutcome.Exited ? $"exit code {result.ExitCode}. {result.StandardError}".Trim() : $"{result.Outcome}";

    private static string FirstLine(string text)
    {
        const int Longest = 60;
        var line = text.Trim().Split('\n')[0].TrimEnd();
        return line.Length <= Longest ? line : $"{line[..Longest]}…";
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+\S*")]
    private static partial Regex Dotted { get; }
}
