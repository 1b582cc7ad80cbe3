using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// A real sshd on loopback with keys, port and configuration of its own. Who logs in gets the environment of a home, and only the key
/// made for this test opens the door.
/// </summary>
internal sealed class SshServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new("orchtui-ssh-");
    private readonly Process _server;
    private readonly int _port;

    private SshServer(OrchtuiHome home)
    {
        _port = FreePort();
        MakeKey("host_key");
        MakeKey("user_key");
        File.Copy(_directory["user_key.pub"], _directory["authorized_keys"]);
        var environment = string.Join(' ', home.Environment
            .Where(variable => variable.Key is not ("PATH" or "HOME" or "TERM"))
            .Select(variable => $"\"{variable.Key}={variable.Value}\""));
        var configuration = _directory.Write("sshd_config", $"""
            Port {_port}
            ListenAddress 127.0.0.1
            HostKey {_directory["host_key"]}
            AuthorizedKeysFile {_directory["authorized_keys"]}
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            SetEnv {environment}
            """);
        if (Environment.IsPrivilegedProcess) Directory.CreateDirectory("/run/sshd");
        _server = Process.Start(new ProcessStartInfo(Program, ["-D", "-e", "-f", configuration]) { RedirectStandardError = true })!;
        Log = _server.StandardError.ReadToEndAsync();
    }

    public static string Program { get; } =
        new[] { "/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd" }.FirstOrDefault(File.Exists) ?? "/usr/sbin/sshd";

    private Task<string> Log { get; }

    public static async Task<SshServer> StartAsync(OrchtuiHome home)
    {
        var server = new SshServer(home);
        await Eventually.TrueAsync("sshd listens", server.IsListening, describe: () => server._server.HasExited ? server.Log.Result : "");
        return server;
    }

    /// <summary>The words that run a command over a connection of its own, with a terminal.</summary>
    public string[] Connect(params IEnumerable<string> command) =>
    [
        "ssh", "-tt", "-F", "none", "-p", $"{_port}", "-i", _directory["user_key"], "-o", "IdentitiesOnly=yes",
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
        $"{Environment.UserName}@127.0.0.1", .. command,
    ];

    /// <summary>Cuts every connection: the processes that serve them die without a word.</summary>
    public void CutConnections()
    {
        foreach (var session in Descendants(_server.Id))
            if (session.CommandLine.StartsWith("sshd", StringComparison.Ordinal)) session.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        CutConnections();
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _directory.Dispose();
    }

    private static IEnumerable<RunningProcess> Descendants(int parent)
    {
        foreach (var child in RunningProcess.ChildrenOf(parent))
        {
            foreach (var below in Descendants(child.Pid)) yield return below;
            yield return child;
        }
    }

    private void MakeKey(string name)
    {
        using var process = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", _directory[name]]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private bool IsListening()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
