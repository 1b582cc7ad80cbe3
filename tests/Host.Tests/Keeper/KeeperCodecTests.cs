using Orchtui.Host.Keeper;
using Orchtui.Pty;

namespace Orchtui.Host.Tests.Keeper;

public sealed class KeeperCodecTests
{
    private static readonly KeeperMessage[] Messages =
    [
        new KeeperMessage.Hello(7),
        new KeeperMessage.Spawn(new KeeperSpawn
        {
            Key = "kéy",
            Program = new SpawnRequest
            {
                Arguments = ["a", "", "two words\n"],
                Environment = [new("A", "b"), new("C", "")],
                WorkingDirectory = "/dir",
                Size = new PtySize(300, 2),
            },
            RingBytes = 65536,
            Attributes = new byte[] { 0, 1, 255 },
        }),
        new KeeperMessage.List(),
        new KeeperMessage.SendSignal("k", Signal.Terminate, true),
        new KeeperMessage.Release("k"),
        new KeeperMessage.Shutdown(TimeSpan.FromMilliseconds(1234)),
        new KeeperMessage.Guard(true),
        new KeeperMessage.Welcome(1, 4711),
        new KeeperMessage.Incompatible(9),
        new KeeperMessage.Spawned(12, true),
        new KeeperMessage.SpawnFailed(new SpawnFailure(SpawnFailureKind.DirectoryMissing, "why")),
        new KeeperMessage.Pane("k", 5, ExitStatus.Signaled(9), new byte[] { 4 }),
        new KeeperMessage.Pane("k", 5, null, ReadOnlyMemory<byte>.Empty),
        new KeeperMessage.Done(true),
        new KeeperMessage.Exited("k", ExitStatus.Exited(2)),
    ];

    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, Messages.Length)];

    [Fact]
    public void Every_type_of_message_is_covered_here() =>
        Assert.Equal(Enum.GetValues<KeeperFrameType>().Length, Messages.Select(message => message.GetType()).Distinct().Count());

    [Theory]
    [MemberData(nameof(Indexes))]
    public void A_message_survives_its_encoding(int index)
    {
        var frame = KeeperCodec.Encode(3, Messages[index]);
        var decoded = KeeperCodec.Decode((KeeperFrameType)frame[4], frame.AsSpan(KeeperProtocol.HeaderLength));
        Assert.NotNull(decoded);
        Assert.Equal(Messages[index].GetType(), decoded.GetType());
        Assert.Equal(frame, KeeperCodec.Encode(3, decoded));
    }

    [Theory]
    [MemberData(nameof(Indexes))]
    public void A_message_cut_anywhere_or_too_long_is_refused(int index)
    {
        var frame = KeeperCodec.Encode(3, Messages[index]);
        var type = (KeeperFrameType)frame[4];
        var payload = frame.AsSpan(KeeperProtocol.HeaderLength);
        for (var length = 0; length < payload.Length; length++) Assert.Null(KeeperCodec.Decode(type, payload[..length]));
        Assert.Null(KeeperCodec.Decode(type, [.. payload, 0]));
    }

    [Fact]
    public void Decoded_panes_keep_their_values()
    {
        var payload = KeeperCodec.Encode(0, Messages.OfType<KeeperMessage.Spawn>().Single()).AsSpan(KeeperProtocol.HeaderLength);
        var spawn = Assert.IsType<KeeperMessage.Spawn>(KeeperCodec.Decode(KeeperFrameType.Spawn, payload));
        Assert.Equal(["a", "", "two words\n"], spawn.Request.Program.Arguments);
        Assert.Equal([new("A", "b"), new("C", "")], spawn.Request.Program.Environment);
        Assert.Equal(new PtySize(300, 2), spawn.Request.Program.Size);
        Assert.Equal(("kéy", "/dir", 65536), (spawn.Request.Key, spawn.Request.Program.WorkingDirectory, spawn.Request.RingBytes));
    }

    [Fact]
    public void Random_bytes_never_break_the_decoder()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var payload = new byte[random.Next(60)];
            random.NextBytes(payload);
            KeeperCodec.Decode((KeeperFrameType)random.Next(80), payload);
        }
    }

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(4, 5, true)]
    [InlineData(3, 5, false)]
    [InlineData(6, 5, false)]
    [InlineData(0, 1, false)]
    public void A_keeper_speaks_its_own_version_and_the_one_before(int offered, int own, bool spoken) =>
        Assert.Equal(spoken, KeeperProtocol.Speaks(offered, own));
}
