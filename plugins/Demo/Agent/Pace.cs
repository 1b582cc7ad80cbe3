namespace Orchtui.Plugins.Demo.Agent;

/// <summary>Every pause of the program, so that one factor makes it as fast as a test wants it.</summary>
internal sealed class Pace(double speed, TimeProvider time)
{
    public TimeProvider Time => time;

    public Task PauseAsync(TimeSpan pause, CancellationToken cancellation) => Task.Delay(pause / speed, time, cancellation);

    public TimeSpan Scaled(TimeSpan span) => span / speed;

    /// <summary>Silence until someone ends the program.</summary>
    public Task HangAsync(CancellationToken cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
}
