using System.Globalization;
using Orchtui.EndToEnd.Harness;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd;

/// <summary>Over a real ssh connection that is cut: everything stays, and the next connection finds it.</summary>
public sealed class SshTests : EndToEndTest
{
    private SshServer _server = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _server = await SshServer.StartAsync(Home);
    }

    public override async Task DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            await _server.DisposeAsync();
        }
    }

    [RequiresFact("sshd", "ssh", "ssh-keygen")]
    public async Task Cut_connection_loses_nothing()
    {
        var screen = Connect(100, 30);
        await screen.WaitForAsync("the queue", "No tasks yet");
        screen.SendKeys("C-b", "c");
        await screen.WaitForAsync("a shell", "^[$#]$");
        screen.Type("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); echo line $i; sleep 0.01; done");
        screen.SendKeys("Enter");
        await screen.WaitForAsync("it counts", "^line 50$");
        var pane = (await Home.JsonAsync("pane", "list")).AsArray().Single()!;
        var pid = pane["pid"]!.GetValue<int>();

        _server.CutConnections();
        await screen.WaitForExitAsync();
        Assert.True(RunningProcess.IsAlive(pid));
        await Eventually.TrueAsync("the client of the cut connection is gone", () => !ClientRuns());
        var last = await LastLineAsync(pane.Text("id"));

        var again = Connect(80, 24);
        await again.WaitForAsync("it has counted on", current => Numbers(current.Text).Any(number => number > last + 20));
        Assert.Equal(pid, await Home.PidOfPaneAsync(pane.Text("id")));
        var counted = Numbers(await Home.CaptureAsync(pane.Text("id"), "--history", "100000"));
        Assert.Equal(Enumerable.Range(1, counted.Count), counted);
        again.SendKeys("C-c");
        await again.WaitForAsync("the shell listens", "^[$#]$");
        again.SendKeys("C-b", "d");
        Assert.Equal(0, (await again.WaitForExitAsync()).ShellCode);
    }

    [RequiresFact("sshd", "ssh", "ssh-keygen")]
    public async Task Closed_terminal_takes_the_client_along_and_nothing_else()
    {
        var screen = Connect(100, 30);
        await screen.WaitForAsync("the queue", "No tasks yet");
        screen.SendKeys("C-b", "c");
        await screen.WaitForAsync("a shell", "^[$#]$");
        screen.Type("not sent yet");
        await screen.WaitForAsync("the typed text", "^[$#] not sent yet");
        screen.HangUp();
        await Eventually.TrueAsync("the client of the closed terminal is gone", () => !ClientRuns());

        var again = Connect(100, 30);
        await again.WaitForAsync("the typed text is still there", "^[$#] not sent yet");
    }

    /// <summary>What a person types: ssh -t host orchtui.</summary>
    private Screen Connect(int columns, int rows) => Start(_server.Client(string.Join(' ', Home.Program("attach"))), columns, rows);

    private bool ClientRuns() => Home.Processes().Any(process =>
        process.CommandLine.Contains("orchtui attach") && !process.CommandLine.StartsWith("ssh", StringComparison.Ordinal));

    private async Task<int> LastLineAsync(string pane) => Numbers(await Home.CaptureAsync(pane))[^1];

    private static List<int> Numbers(string text) =>
        [.. text.Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal) && !line.Contains('$'))
            .Select(line => int.Parse(line[5..].TrimEnd(), CultureInfo.InvariantCulture))];
}
