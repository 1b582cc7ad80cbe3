using Orchtui.Pty;

namespace Orchtui.Host.Daemon;

/// <summary>Ends a process group gently, then by force: hang-up, terminate, kill, each with its grace.</summary>
internal static class StopSequence
{
    /// <returns>Whether it ended.</returns>
    public static async Task<bool> RunAsync(Func<Signal, Task<bool>> send, Task ended, GroupStopOptions steps, TimeProvider time, CancellationToken cancellation)
    {
        foreach (var (signal, grace) in new[] { (Signal.Hangup, steps.HangupGrace), (Signal.Terminate, steps.TerminateGrace), (Signal.Kill, steps.KillGrace) })
        {
            await send(signal).ConfigureAwait(false);
            try
            {
                await ended.WaitAsync(grace, time, cancellation).ConfigureAwait(false);
                return true;
            }
            catch (TimeoutException)
            {
                // The next step is harsher.
            }
        }

        return false;
    }
}
