using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Orchestration.Tests.Updates;

public sealed class UpdateHubTests
{
    private readonly UpdateHub _hub = new();

    [Fact]
    public void Every_subscriber_gets_every_update_in_order()
    {
        using var one = _hub.Subscribe();
        using var other = _hub.Subscribe();

        for (var i = 1; i <= 3; i++) _hub.Publish(Update(i));

        Assert.Equal([1, 2, 3], Ids(one));
        Assert.Equal([1, 2, 3], Ids(other));
    }

    [Fact]
    public void A_slow_subscriber_loses_the_oldest_is_told_how_many_and_holds_nobody_up()
    {
        using var slow = _hub.Subscribe(capacity: 2);
        using var quick = _hub.Subscribe();

        for (var i = 1; i <= 5; i++) _hub.Publish(Update(i));

        Assert.True(slow.TryRead(out var first));
        Assert.Equal(new Lagged(3), first);
        Assert.Equal([4, 5], Ids(slow));
        Assert.Equal([1, 2, 3, 4, 5], Ids(quick));
    }

    [Fact]
    public async Task A_reader_waits_for_updates_and_ends_when_its_subscription_does()
    {
        var subscription = _hub.Subscribe();
        var seen = new List<int>();
        var reading = Task.Run(async () =>
        {
            await foreach (var update in subscription.ReadAllAsync()) seen.Add(((TaskChanged)update).Task.Id.Value);
        });

        _hub.Publish(Update(1));
        await TestKit.Eventually.TrueAsync("the first is read", () => seen.Count == 1);
        _hub.Publish(Update(2));
        subscription.Dispose();
        _hub.Publish(Update(3));
        await reading;

        Assert.Equal([1, 2], seen);
    }

    private static int[] Ids(UpdateSubscription subscription)
    {
        var ids = new List<int>();
        while (subscription.TryRead(out var update)) ids.Add(((TaskChanged)update).Task.Id.Value);
        return [.. ids];
    }

    private static TaskChanged Update(int id) => new(new TaskRecord { Id = new TaskId(id), Title = "x", Project = "/p" });
}
