using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Orchtui.TestKit;

namespace Orchtui.Pty.Tests;

public sealed class OutputRingTests
{
    private const int Capacity = OutputRing.SmallestCapacity;

    [Fact]
    public void A_slice_across_the_end_of_the_ring_is_one_span()
    {
        using var ring = OutputRing.Create(Capacity);
        var text = Numbers(0, 20_000);
        ring.Append(text);
        Assert.Equal(text.Length, ring.Position);
        Assert.Equal(Capacity - OutputRing.ReadSize, ring.Position - ring.Oldest);
        Assert.True(ring.Slice(ring.Oldest, ring.Position).SequenceEqual(text.AsSpan((int)ring.Oldest)));
    }

    [Fact]
    public void A_slice_outside_of_what_is_kept_is_refused()
    {
        using var ring = OutputRing.Create(Capacity);
        ring.Append(Numbers(0, 20_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Slice(ring.Oldest - 1, ring.Position).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.Slice(ring.Oldest, ring.Position + 1).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_000)]
    [InlineData(1_000_003)]
    public void Bytes_that_were_read_but_not_published_are_recovered(int before)
    {
        using var ring = OutputRing.Create(Capacity);
        ring.Append(Enumerable.Repeat((byte)'x', before).ToArray());
        Assert.Equal(0, ring.Recover());

        // What a reader leaves that is killed between its read and its publication, a NUL in the middle included.
        var unpublished = Encoding.ASCII.GetBytes("half\0done");
        WriteAhead(ring, unpublished);

        using var successor = OutputRing.FromHandle(ring.Handle.Duplicate())!;
        Assert.Equal(unpublished.Length, successor.Recover());
        Assert.True(successor.Slice(before, before + unpublished.Length).SequenceEqual(unpublished));
        Assert.Equal(0, successor.Recover());
    }

    [Fact]
    public void The_replied_position_is_shared()
    {
        using var ring = OutputRing.Create(Capacity);
        ring.Replied = 77;
        using var other = OutputRing.FromHandle(ring.Handle.Duplicate())!;
        Assert.Equal(77, other.Replied);
    }

    [Fact]
    public void Any_other_file_is_no_ring()
    {
        using var memory = SharedMemory.Create("other", Environment.SystemPageSize + Capacity);
        Assert.Null(OutputRing.FromHandle(memory.Handle.Duplicate()));
        Assert.Throws<ArgumentOutOfRangeException>(() => OutputRing.Create(Capacity + 1));
    }

    [Fact]
    public void Readers_that_are_killed_one_after_the_other_lose_no_byte_of_a_flooding_child()
    {
        using var directory = new TemporaryDirectory();
        using var child = PtyChild.Start(PtyChild.DummyAgent, "flood");
        using var ring = OutputRing.Create(1 << 20);
        using var listener = UnixListener.TryBind(directory["s"], out _)!;
        for (var round = 0; round < 10; round++)
        {
            var before = ring.Position;
            KillReaderAfter(listener, child.Master, ring, before + 50_000 + round * 7919);
            ring.Recover();
            var whole = Encoding.ASCII.GetString(ring.Slice(ring.Oldest, ring.Position)).Replace("\r", "");
            AssertCounts(whole[(ring.Oldest == 0 ? 0 : whole.IndexOf('\n') + 1)..]);
        }
    }

    private static void KillReaderAfter(UnixListener listener, PtyMaster master, OutputRing ring, long position)
    {
        using var reader = PtyChild.Start(PtyChild.DummyAgent, "ring-reader", listener.Path);
        using var poller = new Poller();
        poller.Add(listener.Handle, 1, PollEvents.Readable);
        Assert.Equal(1, poller.Wait(new PollEvent[1], 20_000));
        using var connection = listener.Accept()!;
        connection.SendHandles("x"u8, [master.Handle, ring.Handle]);
        Assert.True(SpinWait.SpinUntil(() => ring.Position >= position, 20_000), "the reader did not read");
        ProcessSignals.Send(reader.Pid, Signal.Kill);
        Assert.Equal(ExitStatus.Signaled(9), reader.WaitForExit());
    }

    private static void AssertCounts(string text)
    {
        long? last = null;
        foreach (var line in text.Split('\n')[..^1])
        {
            var number = long.Parse(line, CultureInfo.InvariantCulture);
            Assert.True(last is null || number == last + 1, $"{last} is followed by {number}");
            last = number;
        }

        Assert.NotNull(last);
    }

    private static void WriteAhead(OutputRing ring, byte[] bytes)
    {
        ref var end = ref MemoryMarshal.GetReference(ring.Slice(ring.Position, ring.Position));
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref end, bytes.Length));
    }

    private static byte[] Numbers(int from, int to) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(from, to - from).Select(i => $"{i:d8}\n")));
}
