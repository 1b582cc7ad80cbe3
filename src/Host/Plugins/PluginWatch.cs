namespace Orchtui.Host.Plugins;

/// <summary>
/// Makes the catalog follow the disk: a pass a moment after the folders came to rest, and, only while something waits (a busy agent, a
/// folder that was changing), one every two seconds. At rest nothing ticks. Copying a plugin takes its time, so each change puts the
/// pass off, but not for ever.
/// </summary>
internal sealed class PluginWatch : IAsyncDisposable
{
    /// <summary>How long nothing must have changed.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    /// <summary>After this long a pass is made even if changes go on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>Times the collector is asked for what a removed plugin held; a holder that is left after that holds it for good.</summary>
    private const int MostCollections = 5;

    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly PluginCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly Task _loop;
    private volatile bool _passes;

    /// <param name="roots">The folders to watch; one that does not exist is made where that is possible.</param>
    /// <param name="catalog">What follows them.</param>
    /// <param name="ready">The first pass, which is somebody else's.</param>
    /// <param name="warn">Where a root that cannot be watched is told.</param>
    /// <param name="time">The clock.</param>
    public PluginWatch(IEnumerable<string> roots, PluginCatalog catalog, Task ready, Action<string> warn, TimeProvider time)
    {
        (_catalog, _warn, _time) = (catalog, warn, time);
        foreach (var root in roots) Watch(root);
        catalog.Changed += OnCatalogChanged;
        _loop = Task.Run(() => RunAsync(ready, _stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        _catalog.Changed -= OnCatalogChanged;
        foreach (var watcher in _watchers) watcher.Dispose();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Watch(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            var watcher = new FileSystemWatcher(root) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => Wake();
            watcher.Created += (_, _) => Wake();
            watcher.Deleted += (_, _) => Wake();
            watcher.Renamed += (_, _) => Wake();
            // Too many changes at once are lost; the pass looks at everything anyway.
            watcher.Error += (_, _) => Wake();
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _warn($"{root} cannot be watched, so changes of plugins in it are seen by 'plugin reload' only: {error.Message}");
        }
    }

    /// <summary>Somebody else's pass, such as that of a reload, may have left something to be done.</summary>
    private void OnCatalogChanged()
    {
        if (!_passes && (_catalog.IsPassPending || _catalog.IsLeaving)) Wake();
    }

    private void Wake()
    {
        try
        {
            if (_changed.CurrentCount == 0) _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two changes at once: one pass is enough for both.
            return;
        }
    }

    private async Task RunAsync(Task ready, CancellationToken stop)
    {
        var collections = 0;
        try
        {
            await ready.WaitAsync(stop).ConfigureAwait(false);
            while (true)
            {
                var waits = _catalog.IsPassPending || (_catalog.IsLeaving && collections < MostCollections);
                if (await _changed.WaitAsync(waits ? Again : Timeout.InfiniteTimeSpan, stop).ConfigureAwait(false))
                {
                    await ComeToRestAsync(stop).ConfigureAwait(false);
                    collections = 0;
                }
                else if (_catalog.IsLeaving)
                {
                    // The collector of a host at rest may not run for hours, and until then what was removed is still there.
                    collections++;
                    GC.Collect();
                }

                _passes = true;
                await _catalog.RescanAsync(stop).ConfigureAwait(false);
                _passes = false;
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
            return;
        }
#pragma warning disable CA1031 // Nobody waits for this loop: without a word, plugins would not be followed any more.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _warn($"Changes of plugins are seen by 'plugin reload' only from now on: {error}");
        }
    }

    private async Task ComeToRestAsync(CancellationToken stop)
    {
        var since = _time.GetTimestamp();
        do await Task.Delay(Rest, _time, stop).ConfigureAwait(false);
        while (await _changed.WaitAsync(TimeSpan.Zero, stop).ConfigureAwait(false) && _time.GetElapsedTime(since) < Patience);
    }
}
