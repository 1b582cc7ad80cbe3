using System.Globalization;
using Orchtui.SideBySide.Measures;
using Orchtui.SideBySide.Payloads;

namespace Orchtui.SideBySide;

/// <summary>What to measure, how often, and with which program.</summary>
internal sealed record Options
{
    public const string Usage = """
        usage: SideBySide [--orchtui PROGRAM] [--only MEASURE,…] [--repeat N] [--panes N] [--seed N] [--json FILE]
               SideBySide payloads FOLDER       writes the payloads as files
        measures: throughput, latency, flood, attach, memory, silent, hidden
        PROGRAM is that of ORCHTUI_PROGRAM, or else the orchtui in PATH, where it is not named.
        """;

    private const int MostRounds = 20;
    private const int MostPanes = 500;

    public string Orchtui { get; private init; } =
        Environment.GetEnvironmentVariable("ORCHTUI_PROGRAM") is { Length: > 0 } named ? named : "orchtui";

    public IReadOnlyList<string> Only { get; private init; } = [.. Catalogue.Names];

    /// <value>How often everything is measured, from 1 to 20; medians are reported.</value>
    public int Rounds { get; private init; } = 1;

    /// <value>How many panes share the memory that is measured, from 1 to 500.</value>
    public int Panes { get; private init; } = 40;

    public int Seed { get; private init; } = PayloadSource.DefaultSeed;

    public string? Json { get; private init; }

    /// <summary>The options, or what is wrong with them.</summary>
    public static (Options? Options, string Error) Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count) return (null, $"'{arguments[i]}' is no option with a value.");
            var next = options.With(arguments[i], arguments[i + 1]);
            if (next is null) return (null, $"'{arguments[i]} {arguments[i + 1]}' is not understood.");
            options = next;
        }

        // A subject works in a folder of its own, so a path from here has to be a whole one.
        return (options.Orchtui.Contains('/') ? options with { Orchtui = Path.GetFullPath(options.Orchtui) } : options, "");
    }

    private Options? With(string name, string value) => name switch
    {
        "--orchtui" => this with { Orchtui = value },
        "--only" when value.Split(',') is var names && names.All(Catalogue.Names.Contains) => this with { Only = names },
        "--repeat" when Number(value, MostRounds) is { } rounds => this with { Rounds = rounds },
        "--panes" when Number(value, MostPanes) is { } panes => this with { Panes = panes },
        "--seed" when Number(value, int.MaxValue) is { } seed => this with { Seed = seed },
        "--json" => this with { Json = value },
        _ => null,
    };

    private static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : null;
}
