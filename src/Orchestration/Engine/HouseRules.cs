using Orchtui.Orchestration.Worktrees;

namespace Orchtui.Orchestration.Engine;

/// <summary>What every agent is told beside its task.</summary>
internal static class HouseRules
{
    /// <summary>
    /// What a conversation that goes on by itself is told. It holds the task already: given again, the agent would do it all once more.
    /// </summary>
    public const string GoOn =
        """
        Go on with your task where you left off. `git status` and `git log` show what is done already. Do what remains of it, and finish
        as you were asked to.
        """;

    public static string For(TaskWorktree worktree, string repository) =>
        $"""
         You work in the git worktree {worktree.Path} on the branch {worktree.Branch}.
         - Change files inside this worktree only. Leave the main checkout {repository} alone.
         - Commit your work in small steps on this branch. Do not switch branches, do not push, do not open pull requests:
           landing is done for you.
         - Run the project's tests before you finish, and say what you did and what remains.
         """;
}
