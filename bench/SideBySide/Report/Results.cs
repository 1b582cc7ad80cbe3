namespace Orchtui.SideBySide.Report;

/// <summary>All samples of a run, by figure, in the order the figures came, and by subject.</summary>
internal sealed class Results
{
    public const string Tmux = "tmux";
    public const string Orchtui = "orchtui";

    /// <summary>The pseudo-terminal alone, with no multiplexer.</summary>
    public const string Bare = "pty alone";

    private readonly Dictionary<(Figure, string), List<double>> _samples = [];
    private readonly List<Figure> _figures = [];

    public IReadOnlyList<Figure> Figures => _figures;

    public void Add(string subject, Sample sample)
    {
        if (!_figures.Contains(sample.Figure)) _figures.Add(sample.Figure);
        if (!_samples.TryGetValue((sample.Figure, subject), out var values)) _samples[(sample.Figure, subject)] = values = [];
        values.Add(sample.Value);
    }

    public IReadOnlyList<double> Of(Figure figure, string subject) => _samples.GetValueOrDefault((figure, subject), []);

    public double? Median(Figure figure, string subject)
    {
        double[] values = [.. Of(figure, subject).Order()];
        return values.Length == 0 ? null : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    public double? Ratio(Figure figure) => Median(figure, Tmux) is { } tmux and > 0 ? Median(figure, Orchtui) / tmux : null;

    /// <summary>What part orchtui passes of that which the pseudo-terminal alone does.</summary>
    public double? ShareOfPty(Figure figure) =>
        figure.Unit == Report.Figures.BarePty.Unit ? Median(figure, Orchtui) / Median(Report.Figures.BarePty, Bare) : null;

    public bool? IsMet(Figure figure) => Median(figure, Orchtui) is { } value ? figure.Bar?.IsMet(value, Median(figure, Tmux)) : null;
}
