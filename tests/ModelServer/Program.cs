using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Orchtui.ModelServer;

/// <summary>
/// <c>model-server [--port N] [--socket PATH] [--until-eof]</c>: starts the server, writes its port as the first line and serves until
/// it is told to stop; with <c>--until-eof</c> also until its standard input ends, which ties it to the program that started it.
/// </summary>
internal static class Program
{
    private const int WrongUsage = 2;

    private static async Task<int> Main(string[] args)
    {
        if (Parse(args) is not { } parsed)
        {
            await WriteLineAsync("usage: model-server [--port N] [--socket PATH] [--until-eof]");
            return WrongUsage;
        }

        await using var server = await ScriptedServer.StartAsync(parsed.Options);
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        await WriteLineAsync(server.Port.ToString(CultureInfo.InvariantCulture));

        var shutdown = server.WaitForShutdownAsync(stop.Token);
        await (parsed.UntilEof ? Task.WhenAny(shutdown, Task.Run(ReadToEnd)) : shutdown);
        return 0;

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static (ModelServerOptions Options, bool UntilEof)? Parse(string[] args)
    {
        var options = new ModelServerOptions();
        var untilEof = false;
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--port" when int.TryParse(value, out var port) && port is >= 0 and <= ushort.MaxValue:
                    options = options with { Port = port };
                    i++;
                    break;
                case "--socket" when value is not null:
                    options = options with { SocketPath = value };
                    i++;
                    break;
                case "--until-eof":
                    untilEof = true;
                    break;
                default:
                    return null;
            }
        }

        return (options, untilEof);
    }

    private static void ReadToEnd()
    {
        using var input = StandardStreams.Input();
        Span<byte> buffer = stackalloc byte[256];
        while (input.Read(buffer) > 0)
        {
            // What is written to the server has no meaning; only the end of it has.
        }
    }

    private static async Task WriteLineAsync(string line)
    {
        await using var output = StandardStreams.Output();
        await output.WriteAsync(Encoding.ASCII.GetBytes(line + "\n"));
    }
}
