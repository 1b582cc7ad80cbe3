using Orchtui.Mux.Panes;
using Orchtui.Pty;

namespace Orchtui.Mux;

/// <summary>
/// Keys before floods. From a key for a program until its answer is on the screen, panes that nobody sees are not read: their programs block on a full
/// terminal, and both the thread and the processor are left to the program that was typed into. Bounded, so that no pane is starved by
/// somebody who types without a pause.
/// </summary>
public sealed partial class MuxServer
{
    /// <summary>Longer than the answer of most programs takes, and too short to be seen in a hidden pane.</summary>
    private static readonly TimeSpan LongestPrecedence = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The outer terminal shows the answer on a processor that a flooding program would else take for a whole time slice.
    /// </summary>
    private static readonly TimeSpan ShowingTime = TimeSpan.FromMilliseconds(1);

    private readonly List<PaneSlot> _resting = [];
    private long _precedenceUntil;

    private void GiveKeysPrecedence()
    {
        if (_precedenceUntil == 0 && _panes.Count > 1) _precedenceUntil = Now + Ticks(LongestPrecedence);
    }

    /// <summary>Lets a pane rest that has output while a key has precedence. Returns false when it is to be read now.</summary>
    private bool TryRest(PaneSlot slot, PollEvents events)
    {
        if (_precedenceUntil == 0 || (events & PollEvents.HungUp) != 0 || IsSeen(slot.Pane.Id)) return false;
        if (!slot.Rests)
        {
            slot.Rests = true;
            _resting.Add(slot);
            PollFor(slot);
        }

        return true;
    }

    /// <summary>The answer is on its way to the outer terminal.</summary>
    private void NoteAnswerDrawn()
    {
        if (_precedenceUntil != 0) _precedenceUntil = Math.Min(_precedenceUntil, Now + Ticks(ShowingTime));
    }

    private void EndPrecedence()
    {
        _precedenceUntil = 0;
        foreach (var slot in _resting)
        {
            slot.Rests = false;
            if (slot.IsPolled) PollFor(slot);
        }

        _resting.Clear();
    }
}
