using System.Runtime.InteropServices;
using Orchtui.TestKit;

namespace Orchtui.Pty.Tests;

public sealed class UnixConnectionTests
{
    [Fact]
    public void A_listener_is_private_from_the_start_and_knows_its_peer()
    {
        using var directory = new TemporaryDirectory();
        using var listener = UnixListener.TryBind(directory["s"], out var error);
        Assert.True(listener is not null, error.Message);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(listener.Path));
        Assert.Null(listener.Accept());

        using var client = UnixConnection.Connect(directory["s"]).Connection!;
        using var server = listener.Accept()!;
        Assert.Equal(Self.ProcessId, server.Peer!.Value.Pid);
        Assert.Equal(Self.UserId, server.Peer.Value.UserId);
    }

    [Fact]
    public void Connecting_tells_a_missing_socket_from_a_dead_one()
    {
        using var directory = new TemporaryDirectory();
        var missing = UnixConnection.Connect(directory["s"]);
        Assert.Equal("ENOENT", missing.Error.Name);
        UnixListener.TryBind(directory["s"], out _)!.Dispose();
        var dead = UnixConnection.Connect(directory["s"]);
        Assert.Equal("ECONNREFUSED", dead.Error.Name);
        Assert.True(missing.NobodyListens && dead.NobodyListens);
        Assert.Null(UnixListener.TryBind(directory["s"], out var inUse));
        Assert.Equal("EADDRINUSE", inUse.Name);
    }

    [Fact]
    public void A_path_that_does_not_fit_is_a_value()
    {
        var path = "/tmp/" + new string('x', 110);
        Assert.Equal("ENAMETOOLONG", UnixConnection.Connect(path).Error.Name);
        Assert.Null(UnixListener.TryBind(path, out var error));
        Assert.Equal("ENAMETOOLONG", error.Name);
    }

    [Fact]
    public void Reads_and_writes_that_may_not_wait_say_so_and_the_end_is_seen()
    {
        var (one, other) = UnixConnection.CreatePair();
        using (one)
        using (other)
        {
            Assert.True(one.TryRead(new byte[8]).WouldBlock);
            var block = new byte[64 * 1024];
            long sent = 0;
            while (one.TryWrite(block) is { WouldBlock: false } result) sent += result.Count;
            Assert.InRange(sent, 1, 16 << 20);
            while (sent > 0) sent -= other.Read(block).Count;
            one.Dispose();
            Assert.True(other.Read(block).HungUp);
            Assert.Equal("EPIPE", other.Write("x"u8).Error.Name);
        }
    }

    [Fact]
    public async Task Whole_messages_pass_a_connection_that_never_blocks()
    {
        var (one, other) = UnixConnection.CreatePair();
        using (one)
        using (other)
        {
            one.MakeNonBlocking();
            other.MakeNonBlocking();
            var message = new byte[3 << 20];
            new Random(3).NextBytes(message);
            var writer = Task.Run(() => one.WriteAll(message));
            var received = new byte[message.Length];
            Assert.True(other.ReadExactly(received));
            Assert.True(await writer);
            Assert.Equal(message, received);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(250)]
    [InlineData(251)]
    [InlineData(300)]
    public void Handles_pass_in_both_directions_in_order_and_closed_on_exec(int count)
    {
        var (one, other) = UnixConnection.CreatePair();
        using (one)
        using (other)
        {
            Pass(one, other, count);
            Pass(other, one, count);
        }
    }

    [Fact]
    public void A_master_that_was_passed_works_and_keeps_its_mode()
    {
        var (one, other) = UnixConnection.CreatePair();
        using (one)
        using (other)
        using (var child = PtyChild.Start("stty", "size"))
        {
            Assert.True(one.SendHandles("m"u8, [child.Master.Handle]));
            var handles = new List<FileDescriptor>();
            Assert.Equal(1, other.ReceiveHandles(new byte[16], handles).Count);
            using var master = PtyMaster.FromHandle(handles.Single());
            Assert.Equal(new PtySize(80, 24), master.Size);
            child.ReadToEnd();
            Assert.True(master.Read(new byte[8]).HungUp);
        }
    }

    private static void Pass(UnixConnection from, UnixConnection to, int count)
    {
        var memory = Enumerable.Range(0, count).Select(i => SharedMemory.Create("passed", i + 1)).ToArray();
        from.Write("plain"u8);
        Assert.True(from.SendHandles("with handles"u8, memory.Select(m => (SafeHandle)m.Handle).ToList()));
        foreach (var sent in memory) sent.Dispose();

        var received = new List<FileDescriptor>();
        var bytes = new byte["plainwith handles".Length];
        for (var at = 0; at < bytes.Length;) at += to.ReceiveHandles(bytes.AsSpan(at), received).Count;

        Assert.Equal("plainwith handles"u8.ToArray(), bytes);
        Assert.Equal(Enumerable.Range(1, count).Select(i => (long)i), received.Select(SharedMemory.LengthOf));
        foreach (var handle in received)
        {
            Assert.Contains("flags:\t02", File.ReadAllText($"/proc/self/fdinfo/{handle.Number}"), StringComparison.Ordinal);
            handle.Dispose();
        }
    }
}
