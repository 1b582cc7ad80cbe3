using Orchtui.SideBySide.Report;
using Orchtui.SideBySide.Subjects;

namespace Orchtui.SideBySide.Measures;

/// <summary>What fifty panes cost in which nothing happens, with three clients attached.</summary>
internal sealed class SilentMeasure : IMeasure
{
    public const string Key = "silent";

    private const int Panes = 50;
    private const int FurtherClients = 2;

    public string Name => Key;

    public TimeSpan Limit => TimeSpan.FromSeconds(90);

    public bool NeedsFreshServer => true;

    public IEnumerable<Sample> Take(Session session)
    {
        for (var i = 0; i < Panes; i++) session.OpenHiddenPane("sleep", "1000");
        for (var i = 0; i < FurtherClients; i++) session.AttachFurther();
        session.RestAll(TimeSpan.FromSeconds(3));
        yield return new Sample(Figures.SilentLoad, Load.Of(session));
    }
}
