using Orchtui.Host.Keeper;
using Orchtui.Pty;

namespace Orchtui.KeeperHost;

/// <summary>Says hello without looking at who owns the socket, and reports by its exit code how that was taken.</summary>
internal static class Greeting
{
    internal const int Welcomed = 10, HungUp = 11, NotConnected = 12;

    internal static int Try(string socket)
    {
        using var connection = UnixConnection.Connect(socket).Connection;
        if (connection is null) return NotConnected;
        using var frames = new KeeperFrameReader();
        if (!connection.WriteAll(KeeperCodec.Encode(1, new KeeperMessage.Hello(KeeperProtocol.Version)))) return HungUp;
        while (true)
        {
            if (frames.Fill(connection, wait: true).HungUp) return HungUp;
            if (frames.TryNext(out var frame)) return frame.Message is KeeperMessage.Welcome ? Welcomed : HungUp;
        }
    }
}
