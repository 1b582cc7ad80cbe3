using System.Text;
using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Worktrees;

/// <summary>
/// The name of a task's branch: <c>orch-task-&lt;id&gt;-&lt;slug of the title&gt;</c>, safe for git, file systems and shells.
/// </summary>
internal static class BranchName
{
    private const int MaxSlugLength = 40;

    public static string For(TaskId task, string title)
    {
        var slug = Slug(title);
        return slug.Length == 0 ? Prefix(task) : $"{Prefix(task)}-{slug}";
    }

    /// <summary>What every branch of a task is or begins with (then a hyphen).</summary>
    public static string Prefix(TaskId task) => $"orch-task-{task}";

    public static bool BelongsTo(TaskId task, string branch) =>
        branch == Prefix(task) || branch.StartsWith(Prefix(task) + "-", StringComparison.Ordinal);

    /// <summary>ASCII letters in lower case and digits; every run of anything else is one hyphen.</summary>
    internal static string Slug(string title)
    {
        var slug = new StringBuilder(MaxSlugLength);
        foreach (var c in title)
        {
            if (slug.Length == MaxSlugLength) break;
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        return slug.ToString().Trim('-');
    }
}
