namespace Orchtui.Orchestration.Extensions;

/// <summary>
/// What loaded plugins offer beside agents: constraints, hooks, notifiers, route policies, backends, decision engines, in the order in
/// which they came. Plugins add and remove at any time; a reader gets the list of the moment. An immutable array that is swapped, since
/// it is read before every dispatch and changed a few times a day. Thread-safe.
/// </summary>
public sealed class ExtensionRegistry
{
    private readonly Lock _lock = new();
    private object[] _all = [];

    /// <summary>Raised after something was added or removed.</summary>
    public event Action? Changed;

    /// <summary>Everything that fulfils one contract.</summary>
    public IReadOnlyList<T> All<T>()
        where T : class => [.. Volatile.Read(ref _all).OfType<T>()];

    public bool Any<T>()
        where T : class => Volatile.Read(ref _all).OfType<T>().Any();

    public void Add(object extension)
    {
        lock (_lock) _all = [.. _all, extension];
        Changed?.Invoke();
    }

    public void Remove(object extension)
    {
        lock (_lock) _all = [.. _all.Where(other => other != extension)];
        Changed?.Invoke();
    }
}
