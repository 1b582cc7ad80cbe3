using Orchtui.Plugins;

namespace Orchtui.Host.Plugins;

/// <summary>
/// The only way into one plugin's code. Each call runs on a thread of the pool and has a deadline; an exception or a call that does
/// not come back becomes a value for the caller and a fault of the plugin. No lock is held while plugin code runs.
/// </summary>
internal sealed class PluginCalls(string pluginId, PluginDeadlines deadlines, TimeProvider time, Action<PluginFault> onFault)
{
    public PluginDeadlines Deadlines => deadlines;

    public string PluginId => pluginId;

    /// <summary>Calls something that can be cancelled. It is cancelled at the deadline and is at fault only if it ignores that.</summary>
    public async Task<PluginOutcome<T>> RunAsync<T>(
        string what, TimeSpan deadline, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var task = Task.Run(() => call(both.Token), CancellationToken.None);
        var overdue = $"{what} did not answer within {deadline.TotalSeconds:0.###} s";
        try
        {
            return new PluginOutcome<T>(await task.WaitAsync(deadline + deadlines.Grace, time, cancellation).ConfigureAwait(false), null);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            return Abandon<T>(overdue, task);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (PluginUnavailableException e)
        {
            // An answer of the contract. The exception itself may hold on to the plugin, so that only what it says is kept.
            return new PluginOutcome<T>(default, $"{what}: {e.Message}") { RetryAfter = e.RetryAfter };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new PluginOutcome<T>(default, overdue);
        }
        catch (Exception e)
        {
            // The outer edge of a plugin: whatever it throws ends this plugin and nothing else.
            return Fail<T>(what, e);
        }
    }

    /// <summary>
    /// Calls something that cannot be cancelled and waits for it. The deadline counts from the moment it runs: that the pool is busy
    /// is no fault of the plugin.
    /// </summary>
    public PluginOutcome<T> Run<T>(string what, TimeSpan deadline, Func<T> call)
    {
        using var begun = new ManualResetEventSlim();
        var task = Task.Run(() =>
        {
            begun.Set();
            return call();
        });
        begun.Wait();
        try
        {
            return new PluginOutcome<T>(task.WaitAsync(deadline, time).GetAwaiter().GetResult(), null);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            return Abandon<T>($"{what} did not come back within {deadline.TotalSeconds:0.###} s", task);
        }
        catch (Exception e)
        {
            // The outer edge of a plugin, as above.
            return Fail<T>(what, e);
        }
    }

    /// <summary>
    /// Calls something that goes on until it is cancelled, without a deadline. What ends it before that costs only itself and is the
    /// returned reason, since the rest of the plugin works on; one that ignores being cancelled is at fault as any call is.
    /// </summary>
    public async Task<string?> RunOnAsync(string what, Func<CancellationToken, Task> call, CancellationToken cancellation)
    {
        var task = Task.Run(() => call(cancellation), CancellationToken.None);
        var cancelled = Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
        try
        {
            if (await Task.WhenAny(task, cancelled).ConfigureAwait(false) == task)
            {
                await task.ConfigureAwait(false);
                return cancellation.IsCancellationRequested ? null : $"{what} ended by itself";
            }

            await task.WaitAsync(deadlines.Grace, time, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            return Abandon<string>($"{what} did not end when it was told to", task).Failure;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            // The outer edge of a plugin, as above.
            return $"{what} failed: {e.GetType().Name}: {e.Message}";
        }
    }

    private PluginOutcome<T> Fail<T>(string what, Exception e)
    {
        var reason = $"{what} failed: {e.GetType().Name}: {e.Message}";
        onFault(new PluginFault(reason));
        return new PluginOutcome<T>(default, reason);
    }

    private PluginOutcome<T> Abandon<T>(string reason, Task task)
    {
        // Should it fail long after, nobody is left to tell; the exception is looked at so that it is not reported as unobserved.
        _ = task.ContinueWith(late => late.Exception, TaskContinuationOptions.OnlyOnFaulted);
        onFault(new PluginFault($"{reason} and was abandoned; it stays off until the next start", Abandoned: true));
        return new PluginOutcome<T>(default, reason);
    }
}
