namespace Orchtui.Host.Keeper;

/// <summary>Where the keeper of a home is found, and how patient it is.</summary>
internal sealed record KeeperOptions
{
    public required string Home { get; init; }

    public required string SocketPath { get; init; }

    /// <summary>Standard output and error of a keeper that was started in the background.</summary>
    public required string LogPath { get; init; }

    /// <summary>Held by the keeper while it lives, so that there is never a second one.</summary>
    public string LockPath => Path.Combine(Home, "run", "keeper.lock");

    /// <summary>Held by a host while it starts a keeper.</summary>
    public string StartLockPath => Path.Combine(Home, "run", "keeper-start.lock");

    /// <summary>The command line that starts a host when one is lost while a pane lives; empty for none.</summary>
    public IReadOnlyList<string> HostProgram { get; init; } = [];

    /// <summary>How long a keeper without panes waits for its first host.</summary>
    public TimeSpan StartGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long exit statuses that no host has collected are kept while no host is connected.</summary>
    public TimeSpan CollectGrace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What a keeper that gets SIGTERM leaves its children to end by themselves.</summary>
    public TimeSpan TerminateGrace { get; init; } = TimeSpan.FromSeconds(5);

    public static KeeperOptions ForHome(string home)
    {
        home = Path.GetFullPath(home);
        return new KeeperOptions
        {
            Home = home,
            SocketPath = HomeDirectory.At(home).KeeperSocket,
            LogPath = Path.Combine(home, "run", "keeper.log"),
        };
    }

    /// <summary>Makes the folders of the lock, the log and the socket, for the owner alone.</summary>
    public void CreateFolders()
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("The keeper needs Unix sockets and pseudo-terminals.");
        foreach (var folder in new[] { Path.Combine(Home, "run"), Path.GetDirectoryName(SocketPath)! })
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            if (File.GetUnixFileMode(folder) != OwnerOnly) File.SetUnixFileMode(folder, OwnerOnly);
        }
    }
}
