namespace Orchtui.Plugins.Demo.Agent;

/// <summary>One step of the work: a tool used on a file.</summary>
/// <param name="Title">The step as the plan shows it.</param>
/// <param name="Tool">Read, Write or Edit.</param>
/// <param name="Path">The file, relative to the worktree.</param>
/// <param name="Apply">Makes the change and says what it was.</param>
internal sealed record WorkStep(string Title, string Tool, string Path, Func<string> Apply)
{
    public bool ChangesFile => Tool != "Read";

    /// <summary>A file that cannot be written is an outcome of the work.</summary>
    public (bool Ok, string Text) TryApply()
    {
        try
        {
            return (true, Apply());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (false, e.Message);
        }
    }
}
