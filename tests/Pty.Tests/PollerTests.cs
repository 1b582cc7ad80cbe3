using System.Diagnostics;
using System.Text;

namespace Orchtui.Pty.Tests;

public sealed class PollerTests
{
    public static TheoryData<string> Backends => ["epoll", "poll"];

    [Theory]
    [MemberData(nameof(Backends))]
    public void Two_hundred_masters_are_read_to_their_ends_by_one_poller(string backend)
    {
        const int Count = 200;
        using var poller = Create(backend);
        var children = Enumerable.Range(0, Count)
            .Select(i => (SpawnResult.Started)PtySpawn.Start(PtyChild.Request("/bin/sh", "-c", $"echo pane {i}")))
            .ToArray();
        for (var i = 0; i < Count; i++) poller.Add(children[i].Master.Handle, i, PollEvents.Readable);

        var seen = ReadAll(poller, children);

        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"pane {i}\r\n"), seen);
        foreach (var child in children)
        {
            using var handle = PidHandle.TryOpen(child.Pid, out _);
            handle!.WaitForExit();
            child.Master.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void A_wake_from_another_thread_ends_the_wait_and_drains_to_quiet(string backend)
    {
        using var poller = Create(backend);
        using var wake = new WakeHandle();
        poller.Add(wake.Handle, 9, PollEvents.Readable);
        var events = new PollEvent[2];
        Assert.Equal(0, poller.Wait(events, 0));

        new Thread(() => { wake.Signal(); wake.Signal(); }).Start();
        Assert.Equal(1, poller.Wait(events, 20_000));
        Assert.Equal(new PollEvent(9, PollEvents.Readable), events[0]);

        SpinWait.SpinUntil(() => { wake.Drain(); return poller.Wait(events, 50) == 0; }, 5000);
        Assert.Equal(0, poller.Wait(events, 0));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Modify_changes_what_is_waited_for_and_remove_ends_it(string backend)
    {
        using var poller = Create(backend);
        var (one, other) = UnixConnection.CreatePair();
        using (one)
        using (other)
        {
            var events = new PollEvent[2];
            poller.Add(one.Handle, 1, PollEvents.Readable);
            Assert.Equal(0, poller.Wait(events, 0));
            poller.Modify(one.Handle, 2, PollEvents.Readable | PollEvents.Writable);
            Assert.Equal(1, poller.Wait(events, 0));
            Assert.Equal(new PollEvent(2, PollEvents.Writable), events[0]);
            other.Write("x"u8);
            poller.Remove(one.Handle);
            Assert.Equal(0, poller.Wait(events, 0));
        }
    }

    private static Poller Create(string backend) => new(backend == "epoll" ? new EpollBackend() : new PollBackend());

    private static string[] ReadAll(Poller poller, SpawnResult.Started[] children)
    {
        var output = new string[children.Length];
        Array.Fill(output, "");
        var events = new PollEvent[64];
        var buffer = new byte[4096];
        var clock = Stopwatch.StartNew();
        for (var open = children.Length; open > 0 && clock.Elapsed < TimeSpan.FromSeconds(20);)
        {
            var count = poller.Wait(events, 1000);
            foreach (var ready in events.AsSpan(0, count))
            {
                var master = children[ready.Token].Master;
                var result = master.Read(buffer);
                output[ready.Token] += Encoding.UTF8.GetString(buffer, 0, result.Count);
                if (!result.HungUp) continue;
                poller.Remove(master.Handle);
                open--;
            }
        }

        return output;
    }
}
