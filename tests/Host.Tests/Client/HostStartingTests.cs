using Orchtui.Host.Client;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Client;

public sealed class HostStartingTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new("orchtui-start-");
    private readonly HomeDirectory _home;
    private readonly ManualTime _time = new();
    private int _starts;

    public HostStartingTests()
    {
        _home = HomeDirectory.At(_folder.Path);
        _home.Create();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_that_ends_at_once_is_started_three_times_and_its_own_words_are_the_reason()
    {
        File.WriteAllText(_home.HostLog, "orchtui: an old complaint\n");
        using var starting = Starting("echo 'orchtui: The store cannot be opened: no room'; echo trace; exit 1");
        await UntilGivenUpAsync(starting);
        Assert.Equal(3, _starts);
        Assert.Contains("does not start: The store cannot be opened: no room. Its log is", starting.Problem);
        Assert.Contains(_home.HostLog, starting.Problem);
        Assert.False(starting.Advance());
        Assert.Equal(3, _starts);
    }

    [Theory]
    [InlineData("kill -9 $$", "it ended without a word (SIGKILL).")]
    [InlineData("echo 'Unhandled exception. System.X: y'; echo '   at Z'; exit 134", "Unhandled exception. System.X: y (exit 134).")]
    public async Task Without_words_it_is_how_it_ended(string script, string reason)
    {
        File.WriteAllText(_home.HostLog, "orchtui: an old complaint\n");
        using var starting = Starting(script);
        await UntilGivenUpAsync(starting);
        Assert.Contains(reason, starting.Problem);
    }

    [Fact]
    public async Task One_that_found_another_there_is_no_failure_and_one_that_lives_is_left_alone()
    {
        using var starting = Starting("test -f \"$0.third\" && exec sleep 100; test -f \"$0.second\" && touch \"$0.third\"; touch \"$0.second\"; exit 0");
        await Eventually.TrueAsync("the third is there", () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(starting.Advance());
            return _starts == 3;
        });
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(starting.Advance());
        }

        Assert.Equal(3, _starts);
        ProcessSignals.Send(_lastPid, Signal.Kill);
    }

    [Fact]
    public void What_stands_against_starting_at_all_is_said_at_once()
    {
        using var starting = new HostStarting(_home, _time, () => new HostStart(0, "no such program"));
        Assert.False(starting.Advance());
        Assert.Equal("no such program", starting.Problem);
    }

    private int _lastPid;

    private HostStarting Starting(string script) => new(_home, _time, () =>
    {
        _starts++;
        var started = Self.Detach(["/bin/sh", "-c", script, _folder["mark"]], [new("PATH", "/usr/bin:/bin")], "/", _home.HostLog);
        _lastPid = started.Pid;
        return new HostStart(started.Pid, "");
    });

    private Task UntilGivenUpAsync(HostStarting starting) => Eventually.TrueAsync("it is given up", () =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return !starting.Advance();
    });
}
