namespace Orchtui.Orchestration.Updates;

/// <summary>
/// Tells subscribers what changed. Publishing never waits: each subscriber has a bounded queue of its own, and one that falls behind
/// loses its oldest updates and is told how many.
/// </summary>
public sealed class UpdateHub
{
    /// <summary>Updates a subscriber may leave unread.</summary>
    public const int DefaultCapacity = 1024;

    private readonly Lock _lock = new();
    private UpdateSubscription[] _subscriptions = [];

    public UpdateSubscription Subscribe(int capacity = DefaultCapacity)
    {
        var subscription = new UpdateSubscription(capacity, Remove);
        lock (_lock) _subscriptions = [.. _subscriptions, subscription];
        return subscription;
    }

    /// <summary>How many listen now.</summary>
    public int Subscribers => Volatile.Read(ref _subscriptions).Length;

    public void Publish(TaskUpdate update)
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions)) subscription.Offer(update);
    }

    private void Remove(UpdateSubscription subscription)
    {
        lock (_lock) _subscriptions = [.. _subscriptions.Where(s => s != subscription)];
    }
}
