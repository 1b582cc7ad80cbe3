namespace Orchtui.Pty.Tests;

public sealed class TimeSliceTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(0.2);

    [Fact]
    public void The_asked_slice_holds_for_the_calling_thread_alone()
    {
        var usual = TimeSlice.Current;
        var granted = false;
        TimeSpan own = default, child = default;
        var thread = new Thread(() =>
        {
            granted = TimeSlice.TrySet(Short);
            own = TimeSlice.Current;
            var inner = new Thread(() => child = TimeSlice.Current);
            inner.Start();
            inner.Join();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(granted ? Short : usual, own);
        Assert.Equal(usual, child);
        Assert.Equal(usual, TimeSlice.Current);
    }

    [Fact]
    public void A_slice_that_the_kernel_does_not_know_is_not_called_granted()
    {
        var granted = true;
        var thread = new Thread(() => granted = TimeSlice.TrySet(TimeSpan.FromMilliseconds(0.001)));
        thread.Start();
        thread.Join();
        Assert.False(granted);
    }
}
