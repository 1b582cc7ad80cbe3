namespace Orchtui.SideBySide.Measures;

/// <summary>Times in their order, of which one asks for the middle one and for the slow ones.</summary>
internal sealed class Percentiles
{
    private readonly double[] _times;

    public Percentiles(IEnumerable<double> times) => _times = [.. times.Order()];

    public double P50 => At(0.5);

    public double P99 => At(0.99);

    public double Max => _times[^1];

    private double At(double share) => _times[(int)(_times.Length * share)];
}
