using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>The screen over a real SSH connection that breaks.</summary>
public sealed class SshTests : EndToEndTest
{
    [RequiresFact("/usr/sbin/sshd", "ssh", "ssh-keygen")]
    public async Task Cut_connection_costs_nothing()
    {
        await using var server = await SshServer.StartAsync(Home);
        var screen = Start(server.Connect(OrchtuiProgram.Path, "attach"), 110, 35);
        await screen.WaitForAsync("the queue", "No tasks yet");
        screen.SendKeys("C-b", "c");
        await screen.WaitForAsync("a shell", view => view.Rows[^1].Contains("1:"));
        screen.Type("echo before-the-cut; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); echo tick $i; sleep 0.02; done");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("the ticker", "^tick 20$");
        var pid = await Home.PidOfPaneAsync("1");
        var (host, keeper) = await Home.PidsAsync();

        server.CutConnections();
        await screen.WaitForExitAsync();
        await Eventually.TrueAsync("the client is gone", () => !Home.Processes().Any(process => process.CommandLine.Contains(" attach")));
        Assert.True(RunningProcess.IsAlive(pid));

        var again = Start(server.Connect(OrchtuiProgram.Path, "attach"), 80, 24);
        await again.WaitForAsync("the same pane, still ticking", "^tick [1-9]..$");
        Assert.Equal((host, keeper), await Home.PidsAsync());
        again.SendKeys("C-c");
        await again.WaitForAsync("the prompt", view => view.Rows[view.Cursor.Row] is "$" or "#");
        again.Type("echo after-the-cut");
        again.SendKeys("Enter");
        await again.WaitForAsync("the shell answers", "^after-the-cut$");
        var lines = (await Home.CaptureAsync("1", "--history", "20000")).Split('\n');
        var ticks = lines.Where(line => line.StartsWith("tick ", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(1, ticks.Count).Select(i => $"tick {i}"), ticks);
        again.SendKeys("C-b", "d");
        Assert.Equal(Pty.ExitStatus.Exited(0), await again.WaitForExitAsync());
    }
}
