using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Orchestration.Files;

namespace Orchtui.Orchestration.Agents;

/// <summary>
/// Where the servers of running agents listen. Port and password are chosen per attempt and kept in a private file of its folder, so that
/// a host which starts again finds its way back to the agent.
/// </summary>
public static class AgentServers
{
    private const string FileName = "server.json";
    private const int PasswordBytes = 24;
    private const int MaxTries = 100;

    // Below the ports that systems hand out to outgoing connections: nobody gets one of these by accident before the agent takes it.
    private const int FirstPort = 20_000;
    private const int EndPort = 30_000;

    /// <summary>Chooses a free port of the loopback interface and a password; null when no port is free.</summary>
    public static AgentServer? Choose()
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var port = RandomNumberGenerator.GetInt32(FirstPort, EndPort);
            if (IsFree(port)) return new AgentServer(port, RandomNumberGenerator.GetHexString(2 * PasswordBytes, lowercase: true));
        }

        return null;
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string attemptDirectory, AgentLinkRequest request) => PrivateFiles.WriteAllText(
        Path.Combine(attemptDirectory, FileName), JsonSerializer.Serialize(request));

    /// <summary>What a link to an attempt's server needs; null when it has none or the file cannot be read.</summary>
    public static AgentLinkRequest? Read(string attemptDirectory)
    {
        var path = Path.Combine(attemptDirectory, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<AgentLinkRequest>(File.ReadAllText(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
