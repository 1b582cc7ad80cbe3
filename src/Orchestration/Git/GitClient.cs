using Orchtui.Commands;
using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Git;

/// <summary>
/// Runs git so that it neither asks nor pages nor speaks another language, and turns each failure into a value that names the command,
/// the directory and what to do.
/// </summary>
public sealed class GitClient(ICommandRunner commands)
{
    private static readonly Dictionary<string, string?> Quiet = new()
    {
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_PAGER"] = "cat",
        ["GIT_EDITOR"] = ":",
        ["LC_ALL"] = "C",
        // A caller that is itself a git hook must not redirect us into its repository.
        ["GIT_DIR"] = null,
        ["GIT_WORK_TREE"] = null,
        ["GIT_INDEX_FILE"] = null,
        ["GIT_COMMON_DIR"] = null,
        ["GIT_PREFIX"] = null,
    };

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs git and gives what it printed, without the last line end.</summary>
    public async Task<Outcome<string>> RunAsync(string directory, params IReadOnlyList<string> arguments)
    {
        var result = await RawAsync(directory, arguments).ConfigureAwait(false);
        return result.Succeeded ? result.StandardOutput.TrimEnd('\n') : Failure(directory, arguments, result);
    }

    /// <summary>Runs git and gives the result as it is, for commands whose exit code is an answer.</summary>
    public Task<CommandResult> RawAsync(
        string directory, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string input = "") =>
        commands.RunAsync(new Command
        {
            FileName = "git",
            Arguments = arguments,
            WorkingDirectory = directory,
            Environment = environment is null ? Quiet : Quiet.Concat(environment).ToDictionary(),
            StandardInput = input,
            Timeout = Limit,
        });

    /// <summary>The failure of a command, in words.</summary>
    public static GitProblem Failure(string directory, IReadOnlyList<string> arguments, CommandResult result)
    {
        var command = "git " + string.Join(' ', arguments);
        var said = (result.StandardError.Trim() is { Length: > 0 } error ? error : result.StandardOutput.Trim()).ReplaceLineEndings(" | ");
        var message = result.Outcome switch
        {
            CommandOutcome.NotFound => $"git cannot be run in {directory}: {said} Install git and put it on PATH.",
            CommandOutcome.TimedOut => $"`{command}` in {directory} took longer than {Limit.TotalMinutes:0} minutes and was ended. {said}",
            CommandOutcome.Cancelled => $"`{command}` in {directory} was cancelled.",
            _ => $"`{command}` in {directory} failed with exit code {result.ExitCode}: {said.TrimEnd('.')}.{Advice(said)}",
        };
        return new GitProblem(message, command, directory);
    }

    private static string Advice(string said) => said switch
    {
        _ when said.Contains("index.lock", StringComparison.Ordinal) || said.Contains(".lock': File exists", StringComparison.Ordinal) =>
            " Another git command holds the repository. Wait for it; if none runs, remove the lock file it names.",
        _ when said.Contains("not a git repository", StringComparison.Ordinal) => " Run `git init` there, or name another directory.",
        _ when said.Contains("dubious ownership", StringComparison.Ordinal) => " Add the directory to git's safe.directory, as it says.",
        _ when said.Contains("No space left", StringComparison.Ordinal) => " Free some disk space and try again.",
        _ when said.Contains("is locked", StringComparison.Ordinal) || said.Contains("locked working tree", StringComparison.Ordinal) =>
            " Unlock it with `git worktree unlock` when nobody needs the lock.",
        _ => "",
    };
}
