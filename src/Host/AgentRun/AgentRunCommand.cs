namespace Orchtui.Host.AgentRun;

/// <summary>The verb <c>agent-run --attempt DIR</c>. Internal to the program: the host puts it into panes.</summary>
internal static class AgentRunCommand
{
    public const string Verb = "agent-run";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        using var pane = PaneOutput.Open();
        if (arguments is not ["--attempt", var directory])
        {
            pane.Write($"usage: orchtui {Verb} --attempt DIR\n");
            return AgentRunner.UsageCode;
        }

        using var runner = new AgentRunner(Path.GetFullPath(directory), pane, TimeProvider.System);
        return await runner.RunAsync().ConfigureAwait(false);
    }
}
