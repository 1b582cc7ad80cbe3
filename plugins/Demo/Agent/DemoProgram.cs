using System.Runtime.InteropServices;
using System.Text;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>The agent's program. Nothing it touches needs the contract with the host: it runs as a process of its own.</summary>
internal static class DemoProgram
{
    public const int CrashCode = 70;

    public static string Version => typeof(DemoProgram).Assembly.GetName().Version!.ToString(3);

    public static async Task<int> Main(string[] words)
    {
        if (DemoArguments.Parse(words) is not { } arguments) return Usage();
        using var ending = new CancellationTokenSource();
        var signal = 0;
        using var terminate = OnSignal(PosixSignal.SIGTERM, 15);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, 1);
        using var interrupt = OnSignal(PosixSignal.SIGINT, 2);
        var pace = new Pace(DemoArguments.Speed(), TimeProvider.System);
        try
        {
            return await (arguments.IsHeadless
                ? HeadlessAsync(arguments, pace, ending.Token)
                : InteractiveAsync(arguments, pace, ending.Token));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return 128 + signal;
        }

        PosixSignalRegistration OnSignal(PosixSignal which, int number) => PosixSignalRegistration.Create(which, context =>
        {
            context.Cancel = true;
            signal = number;
            ending.Cancel();
        });
    }

    private static async Task<int> HeadlessAsync(DemoArguments arguments, Pace pace, CancellationToken cancellation)
    {
        using var reader = new StreamReader(StandardStreams.OpenInput(), Encoding.UTF8);
        var prompt = await reader.ReadToEndAsync(cancellation);
        using var output = StandardStreams.OpenOutput();
        return await new HeadlessAgent(arguments, Environment.CurrentDirectory, pace, output).RunAsync(prompt, cancellation);
    }

    private static async Task<int> InteractiveAsync(DemoArguments arguments, Pace pace, CancellationToken cancellation)
    {
        await using var terminal = await Terminal.OpenAsync(cancellation);
        return await new InteractiveAgent(arguments, Environment.CurrentDirectory, pace, terminal).RunAsync(cancellation);
    }

    private static int Usage()
    {
        using var error = StandardStreams.OpenError();
        error.Write("usage: Orchtui.Plugins.Demo (--session ID | --resume ID) [--headless | --prompt TEXT]\n"u8);
        return 2;
    }
}
