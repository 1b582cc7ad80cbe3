namespace Orchtui.Terminal;

/// <summary>What an emulator is told about its surroundings.</summary>
public sealed class EmulatorOptions
{
    /// <summary>Lines kept above the screen; 0 keeps none.</summary>
    public int ScrollbackLines { get; init; } = 10_000;

    /// <summary>East Asian ambiguous characters take two columns.</summary>
    public bool AmbiguousWide { get; init; }

    /// <summary>The name that XTVERSION answers.</summary>
    public string Name { get; init; } = "orchtui";

    public string Version { get; init; } = "0.1.0";

    /// <summary>What OSC 10 answers. Only an RGB colour makes sense.</summary>
    public Color DefaultForeground { get; init; } = Color.Rgb(0xff, 0xff, 0xff);

    /// <summary>What OSC 11 answers. Only an RGB colour makes sense.</summary>
    public Color DefaultBackground { get; init; } = Color.Rgb(0, 0, 0);

    /// <summary>Size of a cell in pixels, for the reports that speak of pixels.</summary>
    public (int Width, int Height) CellPixels { get; init; } = (10, 20);

    /// <summary>
    /// Answers the questions for title and icon name with them. Off, the answers are empty: a title that output can set and have typed
    /// back is a way to type commands.
    /// </summary>
    public bool ReportTitles { get; init; }

    /// <summary>Where the scrollback lives; pooled memory of the process when null. The emulator does not dispose it.</summary>
    public IChunkStore? Storage { get; init; }
}
