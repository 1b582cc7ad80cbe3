using System.Collections.Concurrent;
using System.Globalization;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Terminal.Input;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

public class MinuteTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Queue_is_drawn_anew_when_the_minute_changes_and_not_before()
    {
        await using var fixture = MuxFixture.Started(time: _time);
        var drawn = new ConcurrentQueue<string>();
        fixture.Host.Home = _ => new Clock(_time, drawn);
        await fixture.AttachAsync();
        await AdvanceAsync(fixture, TimeSpan.FromSeconds(59));
        await AdvanceAsync(fixture, TimeSpan.FromSeconds(1));
        Assert.Equal(["12:00:00", "12:01:00"], drawn.Distinct());
    }

    /// <summary>Two turns of the multiplexer: the first finds what is due, the second would draw it.</summary>
    private async Task AdvanceAsync(MuxFixture fixture, TimeSpan by)
    {
        _time.Advance(by);
        for (var turn = 0; turn < 2; turn++) await fixture.Mux.InvokeAsync(_ => { });
    }

    private sealed class Clock(TimeProvider time, ConcurrentQueue<string> drawn) : IView
    {
        public void Draw(Surface surface, Rect area) => drawn.Enqueue(time.GetUtcNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture));

        public bool HandleKey(in KeyEvent key) => false;
    }
}
