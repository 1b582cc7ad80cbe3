using Orchtui.TestKit;

namespace Orchtui.Pty.Tests;

/// <summary>Takes the whole process's descriptors away for a moment, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(ListenerRestTests), DisableParallelization = true)]
[Collection(nameof(ListenerRestTests))]
public sealed class ListenerRestTests
{
    private const long Token = 7;

    [Fact]
    public void Without_descriptors_a_listener_is_polled_again_only_after_its_rest_and_says_so_once()
    {
        using var directory = new TemporaryDirectory();
        using var listener = UnixListener.TryBind(directory["s"], out _)!;
        using var poller = new Poller();
        var time = new ManualTime();
        poller.Add(listener.Handle, Token, PollEvents.Readable);
        var rest = new ListenerRest(poller, listener, Token, time);
        using var waiting = UnixConnection.Connect(directory["s"]).Connection!;
        Assert.True(IsReported(poller));

        UnixConnection? accepted;
        NativeError? shortage;
        using (Limits.TemporaryFileLimit(1))
        {
            accepted = listener.Accept();
            shortage = listener.Shortage;
        }

        Assert.Null(accepted);
        Assert.Equal("EMFILE", shortage?.Name);
        Assert.Contains(directory["s"], rest.Note());
        Assert.False(IsReported(poller));
        Assert.Equal(ListenerRest.Length, rest.UntilEnd);
        Assert.Null(rest.Note());

        time.Advance(ListenerRest.Length / 2);
        rest.EndWhenDue();
        Assert.False(IsReported(poller));
        time.Advance(ListenerRest.Length);
        rest.EndWhenDue();
        Assert.True(IsReported(poller));
        using var taken = listener.Accept();
        Assert.NotNull(taken);
        Assert.Null(listener.Accept());
        Assert.Null(rest.Note());
        Assert.Null(rest.UntilEnd);
    }

    private static bool IsReported(Poller poller)
    {
        var events = new PollEvent[4];
        return poller.Wait(events, 0) == 1 && events[0].Token == Token;
    }
}
