namespace Orchtui.Pty.Tests;

public sealed class WriteQueueTests
{
    [Fact]
    public void Bytes_leave_in_the_order_they_came_across_blocks_and_blockages()
    {
        var (one, other) = UnixConnection.CreatePair();
        using (one)
        using (other)
        using (var queue = new WriteQueue())
        {
            Assert.True(Native.Platform.SetNonBlocking(one.Handle, true));
            var random = new Random(11);
            var sent = new List<byte>();
            var received = new List<byte>();
            var buffer = new byte[100_000];
            for (var round = 0; round < 200; round++)
            {
                var chunk = new byte[random.Next(40_000)];
                random.NextBytes(chunk);
                sent.AddRange(chunk);
                Assert.True(queue.Enqueue(chunk));
                queue.Flush(one.Handle);
                if (random.Next(3) == 0) received.AddRange(buffer.AsSpan(0, other.TryRead(buffer).Count).ToArray());
            }

            while (queue.Flush(one.Handle) != FlushOutcome.Drained || received.Count < sent.Count)
                received.AddRange(buffer.AsSpan(0, other.TryRead(buffer).Count).ToArray());
            Assert.Equal(sent, received);
        }
    }

    [Fact]
    public void What_would_pass_the_limit_is_refused_whole()
    {
        using var queue = new WriteQueue(limit: 10);
        Assert.True(queue.Enqueue("12345678"u8));
        Assert.False(queue.Enqueue("abc"u8));
        Assert.Equal(8, queue.PendingBytes);
        queue.Clear();
        Assert.True(queue.Enqueue("1234567890"u8));
    }

    [Fact]
    public void A_reader_that_is_gone_is_reported()
    {
        var (one, other) = UnixConnection.CreatePair();
        using (one)
        using (var queue = new WriteQueue())
        {
            other.Dispose();
            queue.Enqueue("x"u8);
            Assert.Equal(FlushOutcome.Closed, queue.Flush(one.Handle));
        }
    }
}
