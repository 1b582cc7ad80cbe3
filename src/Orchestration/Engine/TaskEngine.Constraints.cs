using System.Collections.Concurrent;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Orchestration.Engine;

/// <summary>Whether tasks may start by themselves.</summary>
public sealed partial class TaskEngine
{
    /// <summary>
    /// Tasks that a person started by hand and that have not begun yet: they are not asked about. Not stored; after a restart they wait
    /// for their turn like the others.
    /// </summary>
    private readonly ConcurrentDictionary<TaskId, bool> _asked = new();

    private bool _checking;

    private void StartByHand(TaskId task) => _asked[task] = true;

    /// <summary>
    /// The tasks that may be taken now; null for all. Where the constraints have to be asked first, which takes its time, those that are
    /// not asked about go ahead, and the answer brings another dispatch.
    /// </summary>
    private IReadOnlyList<TaskId>? OnlyThese()
    {
        if (!_constraints.IsNeeded || _constraints.Fresh is { IsOpen: true }) return null;
        if (_constraints.Fresh is null && !_checking)
        {
            _checking = true;
            _ = CheckConstraintsAsync();
        }

        return [.. _asked.Keys];
    }

    private async Task CheckConstraintsAsync()
    {
        var before = _constraints.Last?.Reason;
        try
        {
            var now = await _constraints.CheckAsync().ConfigureAwait(false);
            if (now.Reason == before) return;
            if (now.Reason.Length > 0) _log.Info($"No task starts by itself: {now.Reason}");
            _hub.Publish(new GateChanged());
        }
#pragma warning disable CA1031 // Nothing would ever start again if the answer did not come; without a verdict the next tick asks anew.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.Warning($"The constraints could not be asked: {e}");
        }
        finally
        {
            Send(new EngineMessage.GateChecked());
        }
    }

    private async Task OnGateCheckedAsync()
    {
        _checking = false;
        // Without a fresh verdict another look would be begun at once, and so on without end; the tick comes soon enough.
        if (_constraints.Fresh is not null) await DispatchAsync().ConfigureAwait(false);
    }

    private string? ConstraintOn(TaskRecord task) =>
        _constraints.Last is { IsOpen: false, Reason: var reason } && !_asked.ContainsKey(task.Id) ? reason : null;

    private void OnExtensionsChanged()
    {
        _constraints.Forget();
        Send(new EngineMessage.Tick());
    }
}
