namespace Orchtui.Orchestration.Worktrees;

/// <summary>
/// Lets one change at a time into each repository: git's own locks would make the second of two worktree additions or landings fail.
/// Grows by one entry per repository ever used.
/// </summary>
internal sealed class RepositoryGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    public async Task<T> RunAsync<T>(string repository, Func<Task<T>> work)
    {
        var gate = GateOf(repository);
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private SemaphoreSlim GateOf(string repository)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(repository, out var gate)) _gates[repository] = gate = new SemaphoreSlim(1, 1);
            return gate;
        }
    }
}
