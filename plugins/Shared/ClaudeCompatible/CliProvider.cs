using System.Text.RegularExpressions;
using Orchtui.Agents;
using Orchtui.Commands;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>Claude Code or a CLI that behaves as it does, interactive and headless. What it looks like is data; how it behaves is here.</summary>
internal sealed partial class CliProvider(CliData data, ICommandRunner commands, TimeProvider time) : IAgentProvider
{
    private readonly CliLaunch _launch = new(data, Environment.IsPrivilegedProcess);

    public AgentProfile Profile { get; } = new()
    {
        Id = data.Id,
        DisplayName = data.DisplayName,
        Modes = [AgentMode.Interactive, AgentMode.Headless],
        ChoosesSessionId = true,
        SilenceLimit = TimeSpan.FromMinutes(data.SilenceMinutes),
    };

    public async Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation)
    {
        if (Find(searchPath) is not { } executable)
            return new AgentAvailability { Advice = $"{string.Join(" or ", data.Binaries)} is not on PATH; {data.InstallAdvice}" };

        var result = await commands.RunAsync(
            new Command
            {
                FileName = executable,
                Arguments = ["--version"],
                // The program may be a script that looks for its interpreter on the same path.
                Environment = new Dictionary<string, string?>(data.Environment) { ["PATH"] = searchPath },
                Timeout = TimeSpan.FromSeconds(8),
            },
            cancellation);
        if (!result.Succeeded)
            return new AgentAvailability { Advice = $"{executable} --version did not work: {Complaint(result)}" };
        if (!data.Identity.IsMatch(result.StandardOutput))
            return new AgentAvailability { Advice = $"{executable} is another program ('{FirstLine(result.StandardOutput)}'); {data.InstallAdvice}" };

        var version = Version.Match(result.StandardOutput) is { Success: true } match ? match.Value : null;
        var isChecked = version is not null && data.CheckedVersions.Contains(version);
        return new AgentAvailability
        {
            Executable = executable,
            Version = version,
            VersionChecked = isChecked,
            Advice = isChecked ? "" : Unchecked(version),
        };
    }

    public AgentSignIn FindSignIn(IReadOnlyDictionary<string, string> environment) => SignInSearch.Find(data.Credentials, environment);

    public AgentLaunch PrepareLaunch(LaunchRequest request) => _launch.Prepare(request);

    public IAgentStream OpenStream() => new CliStream(data, time);

    public IAgentObserver OpenObserver() => new CliObserver(data, time);

    /// <summary>Another version works as a rule; what may differ is what is read from its screen.</summary>
    private string Unchecked(string? version) =>
        $"version {version ?? "unknown"} was not checked, {string.Join(", ", data.CheckedVersions)} was: it can be used, but should its screen"
        + " have changed, its state may show as unknown";

    private string? Find(string searchPath) =>
        (from directory in searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from name in data.Binaries
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
    private static partial Regex Version { get; }
}
