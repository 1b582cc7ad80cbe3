using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

public class PrecedenceTests
{
    /// <summary>In each turn of the multiplexer a flood that is read grows.</summary>
    private const int Turns = 50;

    private static readonly TimeSpan LongerThanPrecedence = TimeSpan.FromMilliseconds(6);

    private static readonly TimeSpan ShowingTime = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Hidden_flood_rests_from_a_key_until_that_has_had_its_time()
    {
        await using var fixture = MuxFixture.Started(time: _time);
        var client = await fixture.AttachAsync();
        var shown = await fixture.OpenAsync("stty -echo; echo ready; sleep 100");
        await fixture.ShowAsync(shown);
        await fixture.PaneShowsAsync(shown, "ready");
        var flood = await fixture.OpenAsync("yes");
        await GrowsAsync(fixture, flood);

        client.Type("x");
        await Eventually.TrueAsync("the flood rests", async () => await GrowthAsync(fixture, flood) == 0);
        await Eventually.TrueAsync("the flood goes on in time", async () =>
        {
            _time.Advance(LongerThanPrecedence);
            return await GrowthAsync(fixture, flood) > 0;
        });
    }

    [Fact]
    public async Task Hidden_flood_goes_on_when_the_outer_terminal_had_time_to_show_the_answer()
    {
        await using var fixture = MuxFixture.Started(time: _time);
        var client = await fixture.AttachAsync();
        var shown = await fixture.OpenAsync("printf ready; exec cat");
        await fixture.ShowAsync(shown);
        await fixture.PaneShowsAsync(shown, "ready");
        var flood = await fixture.OpenAsync("yes");
        await GrowsAsync(fixture, flood);

        client.Type("x");
        await client.ShowsAsync("readyx");
        Assert.Equal(0, await GrowthAsync(fixture, flood));
        _time.Advance(ShowingTime);
        await GrowsAsync(fixture, flood);
    }

    private static Task GrowsAsync(MuxFixture fixture, PaneId pane) =>
        Eventually.TrueAsync($"pane {pane} is read", async () => await GrowthAsync(fixture, pane) > 0);

    private static async Task<long> GrowthAsync(MuxFixture fixture, PaneId pane)
    {
        var before = await OutputAsync();
        for (var turn = 0; turn < Turns; turn++) await OutputAsync();
        return await OutputAsync() - before;

        Task<long> OutputAsync() => fixture.Mux.InvokeAsync(mux => mux.FindPane(pane)!.OutputBytes);
    }
}
