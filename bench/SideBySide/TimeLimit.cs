using System.Diagnostics;

namespace Orchtui.SideBySide;

/// <summary>
/// How long what is being done may still take. Everything that waits passes through <see cref="Check"/>, so no loop outlasts its
/// measure, nor a run that was ended from outside.
/// </summary>
internal sealed class TimeLimit(CancellationToken ended)
{
    private readonly Stopwatch _clock = new();
    private TimeSpan _limit;
    private string _what = "";

    public void Start(string what, TimeSpan limit)
    {
        (_what, _limit) = (what, limit);
        _clock.Restart();
    }

    public void Check()
    {
        ended.ThrowIfCancellationRequested();
        if (_clock.Elapsed > _limit) throw new MeasureException($"{_what} took longer than {_limit.TotalSeconds:0} s.");
    }
}
