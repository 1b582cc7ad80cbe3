using Orchtui.SideBySide.Measures;
using Orchtui.SideBySide.Payloads;
using Orchtui.SideBySide.Report;
using Orchtui.SideBySide.Subjects;

namespace Orchtui.SideBySide;

/// <summary>
/// Takes every measure of every subject, round by round, one after the other. Measures share a server as long as they may and nothing
/// fails; what fails is said and left out.
/// </summary>
internal sealed class Runner(Options options, CancellationToken ended)
{
    private readonly TimeLimit _limit = new(ended);
    private Session? _session;
    private bool _complete = true;

    public Results Results { get; } = new();

    /// <summary>False if something could not be measured or the run was ended from outside.</summary>
    public bool Run()
    {
        using var work = new Surroundings("work");
        var payloads = PayloadSource.Make(options.Seed);
        PayloadSource.WriteTo(work.Folder, options.Seed);
        var measures = Catalogue.Make(options, payloads, work.Folder);
        try
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                Say($"round {round} of {options.Rounds}");
                TakeBare(measures.OfType<ThroughputMeasure>(), work);
                TakeAll(measures, Results.Tmux, surroundings => new TmuxSubject(surroundings));
                TakeAll(measures, Results.Orchtui, surroundings => new OrchtuiSubject(surroundings, options.Orchtui));
            }
        }
        catch (OperationCanceledException)
        {
            Say("ended before it was through");
            return false;
        }

        return _complete;
    }

    private void TakeBare(IEnumerable<ThroughputMeasure> measures, Surroundings surroundings)
    {
        foreach (var measure in measures) Take(Results.Bare, measure, () => measure.TakeBare(surroundings, _limit));
    }

    private void TakeAll(IReadOnlyList<IMeasure> measures, string subject, Func<Surroundings, ISubject> make)
    {
        try
        {
            foreach (var measure in measures)
            {
                if (measure.NeedsFreshServer) EndSession();
                if (!Take(subject, measure, () => measure.Take(_session ?? StartSession(subject, make)))) EndSession();
            }
        }
        finally
        {
            EndSession();
        }
    }

    private bool Take(string subject, IMeasure measure, Func<IEnumerable<Sample>> take)
    {
        Say($"{subject}: {measure.Name}");
        _limit.Start($"{measure.Name} of {subject}", measure.Limit);
        try
        {
            foreach (var sample in take()) Results.Add(subject, sample);
            return true;
        }
        catch (MeasureException error)
        {
            Say($"{subject}: {measure.Name} could not be measured: {error.Message}");
            return _complete = false;
        }
    }

    private Session StartSession(string subject, Func<Surroundings, ISubject> make)
    {
        _session = Session.Start(subject, make, _limit);
        _session.Settle();
        return _session;
    }

    private void EndSession()
    {
        _session?.Dispose();
        _session = null;
    }

    private static void Say(string text) => StandardStreams.Error.WriteLine(text);
}
