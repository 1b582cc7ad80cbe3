using System.Runtime.InteropServices;

namespace Orchtui.DummyAgent;

/// <summary>Ignores every polite request to end, naming each, so that only SIGKILL helps.</summary>
internal static class TrapSignals
{
    internal static int Run()
    {
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Refuse);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Refuse);
        Terminal.Line("ready");
        using var never = new ManualResetEventSlim();
        never.Wait();
        return 0;
    }

    private static void Refuse(PosixSignalContext context)
    {
        context.Cancel = true;
        Terminal.Line($"refused {context.Signal}");
    }
}
