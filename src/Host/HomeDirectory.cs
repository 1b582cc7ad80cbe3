using System.Security.Cryptography;
using System.Text;
using Orchtui.Pty;

namespace Orchtui.Host;

/// <summary>Where everything of one home lies. The folder holds the person's work, so it and what is in it are theirs alone.</summary>
public sealed class HomeDirectory
{
    /// <summary>The longest path a Unix socket can have.</summary>
    private const int LongestSocketPath = 107;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _socketPrefix;

    private HomeDirectory(string path)
    {
        Path = path;
        var plain = System.IO.Path.Combine(RunDirectory, "attach.sock");
        _socketPrefix = Encoding.UTF8.GetByteCount(plain) <= LongestSocketPath ? RunDirectory + "/" : ShortPrefix(path);
    }

    public string Path { get; }

    public string RunDirectory => System.IO.Path.Combine(Path, "run");

    public string LogsDirectory => System.IO.Path.Combine(Path, "logs");

    public string PluginsDirectory => System.IO.Path.Combine(Path, "plugins");

    /// <summary>Below it each plugin has a folder of its own for what it keeps.</summary>
    public string PluginDataDirectory => System.IO.Path.Combine(Path, "state", "plugins");

    public string ConfigurationFile => System.IO.Path.Combine(Path, "config.yml");

    public string Database => System.IO.Path.Combine(Path, "orchtui.db");

    public string HostLock => System.IO.Path.Combine(RunDirectory, "host.lock");

    public string HostLog => System.IO.Path.Combine(LogsDirectory, "orchtui.log");

    /// <summary>JSON-RPC.</summary>
    public string HostSocket => _socketPrefix + "host.sock";

    /// <summary>Clients with a terminal.</summary>
    public string AttachSocket => _socketPrefix + "attach.sock";

    public string KeeperSocket => _socketPrefix + "keeper.sock";

    /// <summary>The home of this process: <c>$ORCHTUI_HOME</c>, else <c>~/.orchtui</c>.</summary>
    public static HomeDirectory Find()
    {
        var named = Environment.GetEnvironmentVariable("ORCHTUI_HOME");
        return At(!string.IsNullOrEmpty(named)
            ? named
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".orchtui"));
    }

    public static HomeDirectory At(string path) => new(System.IO.Path.GetFullPath(path));

    /// <summary>Makes the folders, closed to others.</summary>
    public void Create()
    {
        Directory.CreateDirectory(Path, OwnerOnly);
        Directory.CreateDirectory(RunDirectory, OwnerOnly);
        File.SetUnixFileMode(RunDirectory, OwnerOnly);
        Directory.CreateDirectory(LogsDirectory, OwnerOnly);
        var sockets = System.IO.Path.GetDirectoryName(HostSocket)!;
        if (sockets != RunDirectory) CreateSharedFolder(sockets);
    }

    /// <summary>A folder below /tmp may have been made by somebody else: then it is not used.</summary>
    private static void CreateSharedFolder(string folder)
    {
        Directory.CreateDirectory(folder, OwnerOnly);
        var info = new DirectoryInfo(folder);
        if (info.LinkTarget is not null) throw new IOException($"{folder} is a link; remove it.");
        try
        {
            File.SetUnixFileMode(folder, OwnerOnly);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{folder} belongs to another user; remove it or set ORCHTUI_HOME to a shorter path.", error);
        }
    }

    private static string ShortPrefix(string home)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..12];
        return $"/tmp/orchtui-{Self.UserId}/{hash}-";
    }
}
