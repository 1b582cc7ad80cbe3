using System.Buffers.Binary;
using System.Text;

namespace Orchtui.Mux.Clients;

/// <summary>
/// What a client and the host say to each other on the attach socket. The client sends one <see cref="Hello"/> together with the
/// descriptors of its terminal (input, output); from then on the host reads keys from and writes frames to the terminal itself, and
/// the socket carries only what is listed here. A message is a length (4 bytes, little-endian, without itself), a type (1 byte)
/// and a body.
/// </summary>
public static class AttachProtocol
{
    /// <summary>Changes when a message changes. A host answers a client of another version by <see cref="Detached"/> with an explanation.</summary>
    public const byte Version = 1;

    /// <summary>Longer messages are not of this protocol.</summary>
    public const int LargestMessage = 1 << 20;

    public const int HeaderSize = 5;

    /// <summary>Client to host, first.</summary>
    public const byte Hello = (byte)'H';

    /// <summary>Client to host: the terminal has another size.</summary>
    public const byte Resized = (byte)'W';

    /// <summary>Client to host: the person closes the client.</summary>
    public const byte Leave = (byte)'L';

    /// <summary>Host to client: the window it looks at now (4 bytes), so that it comes back there after a restart of the host.</summary>
    public const byte Looking = (byte)'V';

    /// <summary>Host to client, last: exit code (1 byte) and a line for the person.</summary>
    public const byte Detached = (byte)'D';

    public static byte[] Message(byte type, ReadOnlySpan<byte> body)
    {
        var message = new byte[HeaderSize + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, body.Length + 1);
        message[4] = type;
        body.CopyTo(message.AsSpan(HeaderSize));
        return message;
    }

    public static byte[] LookingMessage(int window) => Message(Looking, BitConverter.GetBytes(window));

    public static byte[] DetachedMessage(byte exitCode, string text) => Message(Detached, [exitCode, .. Encoding.UTF8.GetBytes(text)]);
}

/// <summary>What a client says of itself.</summary>
public sealed record ClientHello
{
    /// <summary>Only looks: keys other than those for leaving are ignored.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The window to open; negative for the one the last client looked at.</summary>
    public int Window { get; init; } = -1;

    /// <summary>The task whose pane to open; 0 for none.</summary>
    public int TaskId { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The client's environment: panes opened from it get it.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Keys typed while no host was there.</summary>
    public byte[] TypedAhead { get; init; } = [];

    public byte[] Encode()
    {
        var body = new MemoryStream();
        using var writer = new BinaryWriter(body, Encoding.UTF8);
        writer.Write(AttachProtocol.Version);
        writer.Write(ReadOnly);
        writer.Write(Window);
        writer.Write(TaskId);
        writer.Write(WorkingDirectory);
        writer.Write(Environment.Count);
        foreach (var (name, value) in Environment)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(TypedAhead.Length);
        writer.Write(TypedAhead);
        writer.Flush();
        return AttachProtocol.Message(AttachProtocol.Hello, body.ToArray());
    }

    /// <summary>Null when the body is not a hello of this version.</summary>
    public static ClientHello? Decode(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[0] != AttachProtocol.Version) return null;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(body[1..].ToArray()), Encoding.UTF8);
            var readOnly = reader.ReadBoolean();
            var window = reader.ReadInt32();
            var task = reader.ReadInt32();
            var directory = reader.ReadString();
            var count = reader.ReadInt32();
            var environment = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < count; i++) environment[reader.ReadString()] = reader.ReadString();
            var typed = reader.ReadInt32();
            if (typed < 0 || typed > body.Length || reader.ReadBytes(typed) is not { } typedAhead || typedAhead.Length < typed) return null;
            return new ClientHello
            {
                ReadOnly = readOnly,
                Window = window,
                TaskId = task,
                WorkingDirectory = directory,
                Environment = environment,
                TypedAhead = typedAhead,
            };
        }
        catch (Exception error) when (error is EndOfStreamException or IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
