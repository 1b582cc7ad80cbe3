using Orchtui.SideBySide.Payloads;

namespace Orchtui.SideBySide.Measures;

/// <summary>All measures, in the order they are taken.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<string> Names { get; } =
    [
        ThroughputMeasure.Key,
        LatencyMeasure.IdleKey,
        LatencyMeasure.FloodKey,
        AttachMeasure.Key,
        MemoryMeasure.Key,
        SilentMeasure.Key,
        HiddenMeasure.Key,
    ];

    public static IReadOnlyList<IMeasure> Make(Options options, IReadOnlyList<Payload> payloads, string payloadFolder)
    {
        IMeasure[] all =
        [
            new ThroughputMeasure(payloads, payloadFolder),
            LatencyMeasure.Idle,
            LatencyMeasure.BesideFlood,
            new AttachMeasure(),
            new MemoryMeasure(options.Panes),
            new SilentMeasure(),
            new HiddenMeasure(),
        ];
        return [.. all.Where(measure => options.Only.Contains(measure.Name))];
    }
}
