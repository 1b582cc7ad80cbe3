using Orchtui.Terminal.Input;

namespace Orchtui.Mux.Clients;

/// <summary>
/// What a person types while a command is under way waits here, in order, until the last of the commands has ended or has taken too
/// long. Belongs to the mux thread.
/// </summary>
internal sealed class InputHold
{
    private readonly List<InputEvent> _events = [];
    private int _running;

    /// <summary>When the wait is given up; 0 when nothing is waited for.</summary>
    public long GiveUpAt { get; private set; }

    public void Begin(long giveUpAt)
    {
        _running++;
        GiveUpAt = giveUpAt;
    }

    /// <summary>A command has ended; true when it was the last one and the events are to be delivered.</summary>
    public bool End()
    {
        _running--;
        if (_running > 0 || GiveUpAt == 0) return false;
        GiveUpAt = 0;
        return true;
    }

    /// <summary>Commands under way are waited for no longer.</summary>
    public void GiveUp() => GiveUpAt = 0;

    /// <summary>Keeps an event; false when nothing is waited for. Answers of the terminal are no typing and wait for nothing.</summary>
    public bool TryKeep(InputEvent input)
    {
        if (GiveUpAt == 0 || input is ReplyEvent) return false;
        _events.Add(input);
        return true;
    }

    public List<InputEvent> TakeAll()
    {
        var all = _events.ToList();
        _events.Clear();
        return all;
    }
}
