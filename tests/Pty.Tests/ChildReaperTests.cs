namespace Orchtui.Pty.Tests;

public sealed class ChildReaperTests
{
    [Fact]
    public void Every_child_is_reported_once_with_its_status_and_orphans_are_inherited()
    {
        using var agent = PtyChild.Start(
            PtyChild.DummyAgent, "reap", "exit 0", "exit 42", "kill -INT $$; :", "(setsid sh -c 'exit 9' &); sleep 0.2; exit 7");
        var lines = agent.ReadToEnd().Split('\n');
        Assert.Contains("exit 0 => exit 0", lines);
        Assert.Contains("exit 42 => exit 42", lines);
        Assert.Contains("kill -INT $$; : => SIGINT", lines);
        Assert.Contains("orphan => exit 9", lines);
        Assert.Single(lines, line => line.EndsWith("=> exit 7", StringComparison.Ordinal));
        Assert.Equal(ExitStatus.Exited(0), agent.WaitForExit());
    }
}
