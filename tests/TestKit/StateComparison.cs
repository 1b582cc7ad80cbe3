using System.Globalization;

namespace Orchtui.TestKit;

/// <summary>Two accounts of one run side by side: what it did, and what was seen of it. Not to know is as wrong as to be mistaken.</summary>
public sealed class StateComparison
{
    /// <summary>What is expected is noted to a tenth of a second.</summary>
    private const double Grain = 0.1;

    /// <summary>A state that was seen this long before it was entered has been seen.</summary>
    private const double Early = 0.5;

    /// <param name="expected">What it did.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="end">When the run was over, in seconds.</param>
    public StateComparison(IReadOnlyList<StateSpan> expected, IReadOnlyList<StateSpan> seen, double end)
    {
        (Expected, Seen, Length) = (expected, seen, end);
        var moments = expected.Concat(seen).Select(span => span.From).Append(end).Where(at => at <= end).Distinct().Order().ToList();
        Wrong = moments.Zip(moments.Skip(1), (from, to) => StateSpan.At(expected, from) == StateSpan.At(seen, from) ? 0 : to - from).Sum();
        Late = expected.Select(Lateness).ToList();
    }

    /// <summary>What it did.</summary>
    public IReadOnlyList<StateSpan> Expected { get; }

    /// <summary>What was seen of it.</summary>
    public IReadOnlyList<StateSpan> Seen { get; }

    /// <summary>Seconds of the run.</summary>
    public double Length { get; }

    /// <summary>Seconds in which something else was shown than it did.</summary>
    public double Wrong { get; }

    /// <summary>For each thing it did, how many seconds later it was seen; null for never, or not until the next thing.</summary>
    public IReadOnlyList<double?> Late { get; }

    /// <summary>How long the latest one took to be seen, or which were not.</summary>
    public string Worst => Late.Any(late => late is null)
        ? "not seen: " + string.Join(", ", Expected.Where((_, index) => Late[index] is null).Select(span => span.State))
        : string.Create(CultureInfo.InvariantCulture, $"{Late.Max():0.0} s");

    private double? Lateness(StateSpan span, int index)
    {
        var until = index + 1 < Expected.Count ? Expected[index + 1].From + Grain : double.PositiveInfinity;
        if (StateSpan.At(Seen, span.From) == span.State) return 0;
        var seen = Seen.Where(other => other.State == span.State && other.From >= span.From - Early && other.From <= until).Select(other => (double?)other.From).FirstOrDefault();
        return seen is { } at ? Math.Max(0, at - span.From) : null;
    }
}
