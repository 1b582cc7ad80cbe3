using System.Globalization;

namespace Orchtui.SideBySide.Report;

/// <summary>What a figure has to keep, by itself or beside tmux's of the same run.</summary>
internal abstract record Bar
{
    private Bar() { }

    /// <summary>Null where tmux was not measured but is needed.</summary>
    public abstract bool? IsMet(double value, double? tmux);

    public sealed record AtLeastTmuxTimes(double Factor) : Bar
    {
        public override bool? IsMet(double value, double? tmux) => tmux is null ? null : value >= Factor * tmux;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"≥ {Factor}x tmux");
    }

    public sealed record AtMostTmuxTimes(double Factor) : Bar
    {
        public override bool? IsMet(double value, double? tmux) => tmux is null ? null : value <= Factor * tmux;

        public override string ToString() => Factor == 1 ? "≤ tmux" : string.Create(CultureInfo.InvariantCulture, $"≤ {Factor}x tmux");
    }

    public sealed record AtMost(double Limit) : Bar
    {
        public override bool? IsMet(double value, double? tmux) => value <= Limit;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"≤ {Limit}");
    }
}
