using Orchtui.Mux.Clients;

namespace Orchtui.Mux.Tests.Clients;

public class AttachProtocolTests
{
    private static readonly ClientHello Hello = new()
    {
        ReadOnly = true,
        Window = 7,
        TaskId = 12,
        WorkingDirectory = "/tmp/ü",
        Environment = new Dictionary<string, string> { ["A"] = "", ["LANG"] = "C.UTF-8" },
        TypedAhead = [1, 2, 3],
    };

    [Fact]
    public void A_hello_comes_back_as_it_was_sent()
    {
        var reader = new MessageReader();
        reader.Append(Hello.Encode());
        var message = reader.Take()!.Value;
        Assert.Equal(AttachProtocol.Hello, message.Type);
        var decoded = ClientHello.Decode(message.Body)!;
        Assert.Equal(Hello with { Environment = decoded.Environment, TypedAhead = decoded.TypedAhead }, decoded);
        Assert.Equal(Hello.Environment, decoded.Environment);
        Assert.Equal(Hello.TypedAhead, decoded.TypedAhead);
        Assert.Null(reader.Take());
    }

    [Fact]
    public void Every_cut_of_a_hello_is_refused_and_never_a_fault()
    {
        var body = Hello.Encode().AsSpan(AttachProtocol.HeaderSize).ToArray();
        for (var length = 0; length < body.Length; length++) Assert.Null(ClientHello.Decode(body.AsSpan(0, length)));
    }

    [Fact]
    public void Damaged_hellos_are_never_a_fault()
    {
        var body = Hello.Encode().AsSpan(AttachProtocol.HeaderSize).ToArray();
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = (byte[])body.Clone();
            for (var n = random.Next(1, 6); n > 0; n--) damaged[random.Next(1, damaged.Length)] = (byte)random.Next(256);
            _ = ClientHello.Decode(damaged)?.Environment.Count;
        }
    }

    [Fact]
    public void Messages_come_out_whole_however_they_are_cut()
    {
        byte[] stream = [.. AttachProtocol.Message(1, []), .. AttachProtocol.Message(2, new byte[3000]), .. AttachProtocol.DetachedMessage(3, "bye")];
        foreach (var size in new[] { 1, 2, 3, 7, 1000, stream.Length })
        {
            var reader = new MessageReader();
            var types = new List<byte>();
            foreach (var piece in stream.Chunk(size))
            {
                reader.Append(piece);
                while (reader.Take() is { } message) types.Add(message.Type);
            }

            Assert.Equal([1, 2, AttachProtocol.Detached], types);
            Assert.False(reader.IsGarbage);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(AttachProtocol.LargestMessage + 1)]
    public void A_length_out_of_range_is_garbage(int length)
    {
        var reader = new MessageReader();
        reader.Append([.. BitConverter.GetBytes(length), 0]);
        Assert.Null(reader.Take());
        Assert.True(reader.IsGarbage);
    }
}
