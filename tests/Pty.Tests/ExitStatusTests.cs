namespace Orchtui.Pty.Tests;

public sealed class ExitStatusTests
{
    [Theory]
    [InlineData("exit 0", "exit 0", 0)]
    [InlineData("exit 3", "exit 3", 3)]
    [InlineData("exit 255", "exit 255", 255)]
    [InlineData("kill -KILL $$", "SIGKILL", 137)]
    [InlineData("kill -TERM $$", "SIGTERM", 143)]
    public void The_status_of_a_child_is_reported_as_it_ended(string script, string text, int shellCode)
    {
        using var child = PtyChild.Start("/bin/sh", "-c", script);
        var status = child.WaitForExit();
        Assert.Equal(text, status.ToString());
        Assert.Equal(shellCode, status.ShellCode);
    }

    [Fact]
    public void An_unknown_status_has_no_code_to_mistake_for_success()
    {
        Assert.Equal("exit unknown", ExitStatus.Unknown.ToString());
        Assert.Null(ExitStatus.Unknown.ShellCode);
        Assert.False(ExitStatus.Unknown.Succeeded);
    }
}
