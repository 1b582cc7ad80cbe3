using System.Text.RegularExpressions;
using Orchtui.Agents;
using Orchtui.Commands;

namespace Orchtui.Plugins.Codex;

/// <summary>Codex, interactive and headless. What it looks like is data; how it behaves is here.</summary>
internal sealed partial class CodexProvider(CodexData data, ICommandRunner commands, TimeProvider time) : IAgentProvider
{
    private readonly CodexLaunch _launch = new(data);

    public AgentProfile Profile { get; } = new()
    {
        Id = "codex",
        DisplayName = "Codex",
        Modes = [AgentMode.Interactive, AgentMode.Headless],
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

        var version = Version.Match(result.StandardOutput) is { Success: true } match ? match.Value : null;
        var isChecked = version is not null && data.CheckedVersions.Contains(version);
        return new AgentAvailability
        {
            Executable = executable,
            Version = version,
            VersionChecked = isChecked,
            Advice = isChecked ? "" : $"not checked with this version, but with {string.Join(", ", data.CheckedVersions)}",
        };
    }

    public AgentSignIn FindSignIn(IReadOnlyDictionary<string, string> environment) => SignInSearch.Find(data.Credentials, environment);

    public AgentLaunch PrepareLaunch(LaunchRequest request) => _launch.Prepare(request);

    public IAgentStream OpenStream() => new CodexStream(data, time, CodexFiles.OfThisProcess());

    public IAgentObserver OpenObserver() => new CodexObserver(data, time);

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

    [GeneratedRegex(@"\d+\.\d+\.\d+\S*")]
    private static partial Regex Version { get; }
}
