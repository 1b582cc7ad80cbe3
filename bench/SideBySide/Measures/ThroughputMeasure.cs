using System.Globalization;
using Orchtui.SideBySide.PanePrograms;
using Orchtui.SideBySide.Payloads;
using Orchtui.SideBySide.Report;
using Orchtui.SideBySide.Subjects;

namespace Orchtui.SideBySide.Measures;

/// <summary>
/// How fast output passes through an attached pane that is being looked at: a program writes a payload and waits for the answer to a
/// status report behind it.
/// </summary>
internal sealed class ThroughputMeasure(IReadOnlyList<Payload> payloads, string folder) : IMeasure
{
    public const string Key = "throughput";

    private const int Passes = 4;

    /// <summary>
    /// How long the outer terminal waits before each read of a pseudo-terminal alone. Who reads at once gets a page each time, at the
    /// cost of waking up for it; who is busy meanwhile, as a parser is, gets several. Which lets the most through depends on the system.
    /// </summary>
    private static readonly TimeSpan[] Hesitations =
        [TimeSpan.Zero, TimeSpan.FromMicroseconds(10), TimeSpan.FromMicroseconds(20)];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public string Name => Key;

    public TimeSpan Limit => TimeSpan.FromSeconds(240);

    public bool NeedsFreshServer => false;

    public IEnumerable<Sample> Take(Session session)
    {
        foreach (var payload in payloads)
        {
            var result = session.Surroundings[$"{payload.Name}.seconds"];
            session.OpenPane(WriteProgram.Command(PayloadSource.PathOf(folder, payload), Passes, result));
            yield return new Sample(Figures.Throughput(payload.Name), Result(session.Terminal, payload, result));
            session.Terminal.Rest(Pause);
        }
    }

    /// <summary>
    /// The same without anything between the program and the outer terminal: what the pseudo-terminal itself passes to the reader that
    /// suits it best. All payloads are the same to it; one run by itself varies too much to mean anything.
    /// </summary>
    public IEnumerable<Sample> TakeBare(Surroundings surroundings, TimeLimit limit)
    {
        var rates = Hesitations.Select(hesitation => payloads.Select(payload => Bare(payload, hesitation, surroundings, limit)));
        yield return new Sample(Figures.BarePty, rates.Max(times => new Percentiles(times).P50));
    }

    private double Bare(Payload payload, TimeSpan hesitation, Surroundings surroundings, TimeLimit limit)
    {
        var result = surroundings[$"{payload.Name}.seconds"];
        var command = WriteProgram.Command(PayloadSource.PathOf(folder, payload), Passes, result);
        using var terminal = OuterTerminal.Open(command, surroundings, limit);
        terminal.Hesitation = hesitation;
        return Result(terminal, payload, result);
    }

    /// <summary>Megabytes a second, once the program has left its result.</summary>
    private static double Result(OuterTerminal terminal, Payload payload, string result)
    {
        terminal.RestUntil(() => File.Exists(result));
        if (!double.TryParse(File.ReadAllText(result), CultureInfo.InvariantCulture, out var seconds))
            throw new MeasureException($"The payload {payload.Name} was written, but the status report behind it was not answered.");
        File.Delete(result);
        return (double)Passes * payload.Bytes.Length / seconds / 1e6;
    }
}
