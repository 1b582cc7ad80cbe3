namespace Orchtui.SideBySide.Subjects;

/// <summary>A running subject with a client in an outer terminal. Disposing of it ends all of it, in whatever state it is.</summary>
internal sealed class Session : IDisposable
{
    public const int ScrollbackLines = 10_000;

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2.5);

    private readonly ISubject _subject;
    private readonly TimeLimit _limit;
    private readonly List<OuterTerminal> _further = [];

    private Session(ISubject subject, Surroundings surroundings, TimeLimit limit, OuterTerminal terminal) =>
        (_subject, Surroundings, _limit, Terminal) = (subject, surroundings, limit, terminal);

    public Surroundings Surroundings { get; }

    public OuterTerminal Terminal { get; private set; }

    public static Session Start(string name, Func<Surroundings, ISubject> make, TimeLimit limit)
    {
        var surroundings = new Surroundings(name);
        try
        {
            var subject = make(surroundings);
            return new Session(subject, surroundings, limit, OuterTerminal.Open(subject.Start, surroundings, limit));
        }
        catch
        {
            surroundings.Dispose();
            throw;
        }
    }

    /// <summary>Gives a server that was just started the time to finish what belongs to its start.</summary>
    public void Settle() => Terminal.Rest(Settling);

    public string OpenPane(params IReadOnlyList<string> command) => Run(_subject.OpenPane(focus: true, command));

    public string OpenHiddenPane(params IReadOnlyList<string> command) => Run(_subject.OpenPane(focus: false, command));

    public void ClosePane(string id) => Run(_subject.ClosePane(id));

    public IReadOnlyList<int> Servers() => _subject.ServersIn(Run(_subject.Status));

    /// <summary>Ends the client, so that <see cref="Attach"/> can start another.</summary>
    public void Detach()
    {
        Run(_subject.Detach);
        Terminal.RestUntil(() => !Terminal.IsOpen);
        Terminal.Dispose();
    }

    public void Attach() => Terminal = OuterTerminal.Open(_subject.Attach, Surroundings, _limit);

    /// <summary>Attaches one more client, which only looks on.</summary>
    public void AttachFurther() => _further.Add(OuterTerminal.Open(_subject.Attach, Surroundings, _limit));

    /// <summary>Reads all clients for a time.</summary>
    public void RestAll(TimeSpan time)
    {
        var slice = TimeSpan.FromMilliseconds(20);
        for (var rested = TimeSpan.Zero; rested < time; rested += slice * (1 + _further.Count))
        {
            Terminal.Rest(slice);
            foreach (var terminal in _further) terminal.Rest(slice);
        }
    }

    public void Dispose()
    {
        // First the clients: nobody reads them any more.
        Terminal.Dispose();
        _further.ForEach(terminal => terminal.Dispose());
        Stop();
        Surroundings.Dispose();
    }

    private void Stop()
    {
        try
        {
            using var stop = Verb.Start(_subject.Stop, Surroundings);
            if (!stop.Wait(StopPatience)) StandardStreams.Error.WriteLine($"{_subject.Name} does not stop, so it is killed.");
        }
        catch (MeasureException error)
        {
            StandardStreams.Error.WriteLine(error.Message);
        }
    }

    private string Run(IReadOnlyList<string> command)
    {
        using var verb = Verb.Start(command, Surroundings);
        Terminal.RestUntil(() => verb.HasEnded);
        return verb.Result();
    }
}
