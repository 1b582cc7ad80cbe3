namespace Orchtui.SideBySide.Report;

/// <summary>Something that is measured as a number, and what it is held to. The format says how many digits mean something.</summary>
internal sealed record Figure(string Name, string Unit, string Format, Bar? Bar = null);

/// <summary>One measured value.</summary>
internal sealed record Sample(Figure Figure, double Value);
