using Orchtui.Host.Daemon;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Daemon;

public sealed class RehearsalTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new("orchtui-rehearsal-");

    [Fact]
    public async Task Every_key_is_answered_and_nothing_stays_behind()
    {
        var answered = await new Rehearsal(_folder["run"], TimeProvider.System).RunAsync(CancellationToken.None);
        Assert.Equal(Rehearsal.Rounds * Rehearsal.KeysOfRound, answered);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public async Task What_a_killed_host_left_is_no_obstacle()
    {
        Directory.CreateDirectory(_folder["run/panes/1"]);
        File.WriteAllText(_folder["run/panes/1/pane.json"], "{");
        File.WriteAllText(_folder["run/attach.sock"], "");
        var answered = await new Rehearsal(_folder["run"], TimeProvider.System).RunAsync(CancellationToken.None);
        Assert.Equal(Rehearsal.Rounds * Rehearsal.KeysOfRound, answered);
    }

    [Fact]
    public async Task It_ends_with_the_host()
    {
        using var stopping = new CancellationTokenSource();
        var running = new Rehearsal(_folder["run"], new ManualTime()).RunAsync(stopping.Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    public void Dispose() => _folder.Dispose();
}
