using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Worktrees;

/// <summary>Where things of a task lie below the home.</summary>
public sealed class HomeLayout(string home)
{
    /// <summary>What the folders of temporary worktrees match.</summary>
    public const string TemporaryPattern = ".landing-*";

    private const int HashLength = 8;

    public string Environments => Path.Combine(home, "run", "environments");

    public string Database => Path.Combine(home, "orchtui.db");

    /// <summary>The private folder of one attempt. Its <c>events</c> folder takes what the agent's hooks write.</summary>
    public string AttemptDirectory(AttemptId attempt) => Path.Combine(
        home, "state", "tasks", attempt.Task.ToString(), "attempts", attempt.Number.ToString(CultureInfo.InvariantCulture));

    public string EventsDirectory(AttemptId attempt) => Path.Combine(AttemptDirectory(attempt), "events");

    /// <summary>The folder of a repository's worktrees. The hash keeps two repositories of one name apart.</summary>
    public string WorktreesOf(string project)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..HashLength];
        return Path.Combine(home, "worktrees", $"{Path.GetFileName(project.TrimEnd('/'))}-{hash}");
    }

    public string Worktree(string project, string branch) => Path.Combine(WorktreesOf(project), branch);

    /// <summary>A place for a worktree that lives for one merge.</summary>
    public string TemporaryWorktree(string project, TaskId task) =>
        Path.Combine(WorktreesOf(project), $".landing-{task}-{Guid.NewGuid():N}");
}
