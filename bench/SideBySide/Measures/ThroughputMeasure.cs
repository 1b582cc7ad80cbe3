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

    /// <summary>The pseudo-terminal alone is through so soon that chance would show.</summary>
    private const int BarePasses = 24;
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
            yield return Result(session.Terminal, payload, Passes, result);
        }
    }

    /// <summary>The same without anything between the program and the outer terminal: what the pseudo-terminal itself passes.</summary>
    public IEnumerable<Sample> TakeBare(Surroundings surroundings, TimeLimit limit)
    {
        foreach (var payload in payloads)
        {
            var result = surroundings[$"{payload.Name}.seconds"];
            using var terminal = OuterTerminal.Open(WriteProgram.Command(PayloadSource.PathOf(folder, payload), BarePasses, result), surroundings, limit);
            yield return Result(terminal, payload, BarePasses, result);
        }
    }

    private static Sample Result(OuterTerminal terminal, Payload payload, int passes, string result)
    {
        terminal.RestUntil(() => File.Exists(result));
        if (!double.TryParse(File.ReadAllText(result), CultureInfo.InvariantCulture, out var seconds))
            throw new MeasureException($"The payload {payload.Name} was written, but the status report behind it was not answered.");
        File.Delete(result);
        terminal.Rest(Pause);
        return new Sample(Figures.Throughput(payload.Name), (double)passes * payload.Bytes.Length / seconds / 1e6);
    }
}
