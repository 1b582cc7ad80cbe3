using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orchtui.Pty;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// A real sshd on loopback with keys, a port and a configuration of its own, which lets the person who runs the tests in by key and
/// passes the home's environment on to what it starts.
/// </summary>
internal sealed class SshServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new("orchtui-ssh-");
    private readonly Process _process;
    private readonly int _port;

    private SshServer(OrchtuiHome home)
    {
        _port = FreePort();
        foreach (var key in new[] { "host_key", "user_key" }) Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", _directory[key]);
        File.Copy(_directory["user_key.pub"], _directory["authorized_keys"]);
        File.WriteAllLines(_directory["config"], Configuration(home));
        // As root sshd insists on its folder, which only a system that runs one has.
        if (Environment.IsPrivilegedProcess) Directory.CreateDirectory("/run/sshd");
        _process = Process.Start(new ProcessStartInfo(Find(), ["-D", "-e", "-f", _directory["config"]]) { RedirectStandardError = true })!;
    }

    public static async Task<SshServer> StartAsync(OrchtuiHome home)
    {
        var server = new SshServer(home);
        while (await server._process.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("Server listening", StringComparison.Ordinal)) continue;
            _ = server._process.StandardError.ReadToEndAsync();
            return server;
        }

        throw new InvalidOperationException("sshd did not start.");
    }

    /// <summary>The words that run a command on a terminal at the other end.</summary>
    public IReadOnlyList<string> Client(string command) =>
    [
        "ssh", "-tt", "-F", "none", "-p", _port.ToString(CultureInfo.InvariantCulture), "-i", _directory["user_key"],
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes",
        $"{Environment.UserName}@127.0.0.1", command,
    ];

    /// <summary>Kills the processes that serve connections, as a network does that goes away; the server itself stays.</summary>
    public void CutConnections()
    {
        var sessions = Below(_process.Id).ToList();
        Assert.NotEmpty(sessions);
        foreach (var session in sessions) ProcessSignals.Send(session.Pid, Signal.Kill);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in Below(_process.Id)) session.Kill();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
    }

    private IEnumerable<string> Configuration(OrchtuiHome home) =>
    [
        $"Port {_port}",
        "ListenAddress 127.0.0.1",
        $"HostKey {_directory["host_key"]}",
        $"AuthorizedKeysFile {_directory["authorized_keys"]}",
        $"PidFile {_directory["pid"]}",
        "StrictModes no",
        "UsePAM no",
        "PasswordAuthentication no",
        "PermitRootLogin prohibit-password",
        "PrintMotd no",
        $"SetEnv {string.Join(' ', home.Environment.Where(pair => pair.Key != "TERM").Select(pair => $"\"{pair.Key}={pair.Value}\""))}",
    ];

    /// <summary>The server's own processes below it, not the programs that were started for a person.</summary>
    private static IEnumerable<RunningProcess> Below(int pid) =>
        RunningProcess.ChildrenOf(pid, "sshd").SelectMany(child => Below(child.Pid).Prepend(child));

    /// <summary>The server has to be started by its full path, and lies where ordinary users do not look.</summary>
    private static string Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "sshd")).First(File.Exists);

    private static void Run(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
