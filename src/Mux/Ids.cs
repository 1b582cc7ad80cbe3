using System.Globalization;

namespace Orchtui.Mux;

/// <summary>Names a pane. Unique in one home for as long as the home exists; printed as a plain number, read with or without tmux's <c>%</c>.</summary>
public readonly record struct PaneId(int Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out PaneId id)
    {
        var ok = int.TryParse(text.AsSpan().TrimStart('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
        id = new PaneId(value);
        return ok;
    }
}

/// <summary>Names an attached client for as long as it is attached.</summary>
public readonly record struct ClientId(int Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
