using System.Buffers.Binary;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>Messages to bytes and back, one pair of arms per message.</summary>
internal static class KeeperCodec
{
    public static byte[] Encode(int request, KeeperMessage message, int handles = 0)
    {
        var payload = new KeeperPayloadWriter();
        var type = Write(payload, message);
        var frame = new byte[KeeperProtocol.HeaderLength + payload.Written.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - 4);
        frame[4] = (byte)type;
        frame[5] = (byte)handles;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(6), request);
        payload.Written.CopyTo(frame.AsSpan(KeeperProtocol.HeaderLength));
        return frame;
    }

    /// <summary>Null for a type that is not known or a payload that is malformed or too long.</summary>
    public static KeeperMessage? Decode(KeeperFrameType type, ReadOnlySpan<byte> payload)
    {
        var reader = new KeeperPayloadReader(payload);
        var message = Read(type, ref reader);
        return reader.Failed || !reader.AtEnd ? null : message;
    }

    private static KeeperFrameType Write(KeeperPayloadWriter writer, KeeperMessage message)
    {
        switch (message)
        {
            case KeeperMessage.Hello hello:
                writer.Int(hello.Version);
                return KeeperFrameType.Hello;
            case KeeperMessage.Spawn spawn:
                WriteSpawn(writer, spawn.Request);
                return KeeperFrameType.Spawn;
            case KeeperMessage.List:
                return KeeperFrameType.List;
            case KeeperMessage.SendSignal signal:
                writer.Text(signal.Key);
                writer.Int((int)signal.Signal);
                writer.Byte(signal.WholeSession ? 1 : 0);
                return KeeperFrameType.Signal;
            case KeeperMessage.Release release:
                writer.Text(release.Key);
                return KeeperFrameType.Release;
            case KeeperMessage.Shutdown shutdown:
                writer.Long((long)shutdown.Grace.TotalMilliseconds);
                return KeeperFrameType.Shutdown;
            case KeeperMessage.Guard guard:
                writer.Byte(guard.On ? 1 : 0);
                return KeeperFrameType.Guard;
            case KeeperMessage.Welcome welcome:
                writer.Int(welcome.Version);
                writer.Int(welcome.Pid);
                return KeeperFrameType.Welcome;
            case KeeperMessage.Incompatible incompatible:
                writer.Int(incompatible.Version);
                return KeeperFrameType.Incompatible;
            case KeeperMessage.Spawned spawned:
                writer.Int(spawned.Pid);
                writer.Byte(spawned.Existing ? 1 : 0);
                return KeeperFrameType.Spawned;
            case KeeperMessage.SpawnFailed failed:
                writer.Byte((int)failed.Failure.Kind);
                writer.Text(failed.Failure.Message);
                return KeeperFrameType.SpawnFailed;
            case KeeperMessage.Pane pane:
                WritePane(writer, pane);
                return KeeperFrameType.Pane;
            case KeeperMessage.Done done:
                writer.Byte(done.Ok ? 1 : 0);
                return KeeperFrameType.Done;
            case KeeperMessage.Exited exited:
                writer.Text(exited.Key);
                WriteStatus(writer, exited.Status);
                return KeeperFrameType.Exited;
            default:
                throw new InvalidOperationException($"{message.GetType().Name} has no encoding.");
        }
    }

    private static KeeperMessage? Read(KeeperFrameType type, ref KeeperPayloadReader reader) => type switch
    {
        KeeperFrameType.Hello => new KeeperMessage.Hello(reader.Int()),
        KeeperFrameType.Spawn => new KeeperMessage.Spawn(ReadSpawn(ref reader)),
        KeeperFrameType.List => new KeeperMessage.List(),
        KeeperFrameType.Signal => new KeeperMessage.SendSignal(reader.Text(), (Signal)reader.Int(), reader.Byte() != 0),
        KeeperFrameType.Release => new KeeperMessage.Release(reader.Text()),
        KeeperFrameType.Shutdown => new KeeperMessage.Shutdown(Grace(reader.Long())),
        KeeperFrameType.Guard => new KeeperMessage.Guard(reader.Byte() != 0),
        KeeperFrameType.Welcome => new KeeperMessage.Welcome(reader.Int(), reader.Int()),
        KeeperFrameType.Incompatible => new KeeperMessage.Incompatible(reader.Int()),
        KeeperFrameType.Spawned => new KeeperMessage.Spawned(reader.Int(), reader.Byte() != 0),
        KeeperFrameType.SpawnFailed => new KeeperMessage.SpawnFailed(new SpawnFailure((SpawnFailureKind)reader.Byte(), reader.Text())),
        KeeperFrameType.Pane => ReadPane(ref reader),
        KeeperFrameType.Done => new KeeperMessage.Done(reader.Byte() != 0),
        KeeperFrameType.Exited => new KeeperMessage.Exited(reader.Text(), ReadStatus(ref reader)),
        _ => null,
    };

    private static TimeSpan Grace(long milliseconds) =>
        TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, (long)KeeperProtocol.LongestGrace.TotalMilliseconds));

    private static void WriteSpawn(KeeperPayloadWriter writer, KeeperSpawn spawn)
    {
        var program = spawn.Program;
        writer.Text(spawn.Key);
        writer.Int(program.Arguments.Count);
        foreach (var argument in program.Arguments) writer.Text(argument);
        writer.Int(program.Environment.Count);
        foreach (var (name, value) in program.Environment)
        {
            writer.Text(name);
            writer.Text(value);
        }

        writer.Text(program.WorkingDirectory);
        writer.Int(program.Size.Columns);
        writer.Int(program.Size.Rows);
        writer.Int(spawn.RingBytes);
        writer.Bytes(spawn.Attributes.Span);
    }

    private static KeeperSpawn ReadSpawn(ref KeeperPayloadReader reader)
    {
        var key = reader.Text();
        var arguments = new string[reader.Count(smallest: 4)];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = reader.Text();
        var environment = new KeyValuePair<string, string>[reader.Count(smallest: 8)];
        for (var i = 0; i < environment.Length; i++) environment[i] = new(reader.Text(), reader.Text());
        var program = new SpawnRequest
        {
            Arguments = arguments,
            Environment = environment,
            WorkingDirectory = reader.Text(),
            Size = new PtySize((ushort)reader.Int(), (ushort)reader.Int()),
            OpenFileLimit = Limits.UsualOpenFiles,
        };
        return new KeeperSpawn { Key = key, Program = program, RingBytes = reader.Int(), Attributes = reader.Bytes().ToArray() };
    }

    private static void WritePane(KeeperPayloadWriter writer, KeeperMessage.Pane pane)
    {
        writer.Text(pane.Key);
        writer.Int(pane.Pid);
        writer.Byte(pane.Status is null ? 0 : 1);
        WriteStatus(writer, pane.Status ?? default);
        writer.Bytes(pane.Attributes.Span);
    }

    private static KeeperMessage.Pane ReadPane(ref KeeperPayloadReader reader)
    {
        var (key, pid, ended) = (reader.Text(), reader.Int(), reader.Byte() != 0);
        var status = ReadStatus(ref reader);
        return new KeeperMessage.Pane(key, pid, ended ? status : null, reader.Bytes().ToArray());
    }

    private static void WriteStatus(KeeperPayloadWriter writer, ExitStatus status)
    {
        writer.Byte((int)status.Kind);
        writer.Int(status.Code);
    }

    private static ExitStatus ReadStatus(ref KeeperPayloadReader reader) => new((ExitStatus.Ending)reader.Byte(), reader.Int());
}
