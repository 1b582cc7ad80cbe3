using Orchtui.Host.Keeper;

namespace Orchtui.Host.Daemon;

/// <summary>The connection to the keeper: made when it is first needed, made anew with another keeper when the first one is gone.</summary>
internal sealed class KeeperLink(HomeDirectory home, KeeperEvents events, CallerOrigins origins, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private KeeperConnection? _current;

    /// <summary>The keeper there is; null while there is none.</summary>
    public KeeperConnection? Current => _current is { IsAlive: true } alive ? alive : null;

    public int? Pid => Current?.KeeperPid;

    /// <summary>The keeper that runs, starting one where there is none.</summary>
    public Task<KeeperConnectResult> ConnectAsync() => UnderLockAsync(async () =>
    {
        var options = KeeperOptions.ForHome(home.Path);
        return await KeeperConnection.ConnectOrStartAsync(options, SelfCommand.With("keeper", "--home", home.Path), events, time).ConfigureAwait(false);
    });

    /// <summary>The keeper that runs, without starting one.</summary>
    public Task<KeeperConnectResult> FindAsync() => UnderLockAsync(() => KeeperConnection.ConnectAsync(KeeperOptions.ForHome(home.Path), events, time));

    public void Dispose() => _current?.Dispose();

    private async Task<KeeperConnectResult> UnderLockAsync(Func<Task<KeeperConnectResult>> connect)
    {
        await _connecting.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Current is { } alive) return new KeeperConnectResult(alive, null);
            var result = await connect().ConfigureAwait(false);
            if (result.Connection is null) return result;
            _current?.Dispose();
            await result.Connection.GuardAsync(on: true).ConfigureAwait(false);
            _current = result.Connection;
            origins.KeeperPid = result.Connection.KeeperPid;
            return result;
        }
        finally
        {
            _connecting.Release();
        }
    }
}
