using Orchtui.Pty;

namespace Orchtui.DummyAgent;

/// <summary>
/// Stands for a host: receives a master and a ring over a socket and reads from the one into the other until it is killed.
/// </summary>
internal static class RingReader
{
    internal static int Run(string socketPath)
    {
        using var connection = UnixConnection.Connect(socketPath).Connection;
        if (connection is null) return Terminal.Fail("no socket");
        var handles = new List<FileDescriptor>();
        connection.ReceiveHandles(new byte[1], handles);
        using var master = PtyMaster.FromHandle(handles[0]);
        using var ring = OutputRing.FromHandle(handles[1]);
        if (ring is null) return Terminal.Fail("no ring");
        ring.Recover();
        using var poller = new Poller();
        poller.Add(master.Handle, 1, PollEvents.Readable);
        var events = new PollEvent[4];
        while (true)
        {
            poller.Wait(events, -1);
            ReadResult result;
            do result = ring.ReadFrom(master);
            while (result.Outcome == IoOutcome.Transferred);
            if (result.HungUp) return 0;
        }
    }
}
