using Orchtui.Mux.Panes;

namespace Orchtui.Mux;

/// <summary>
/// Input that no person typed. It is written only if, with all output taken in that there is, the screen still shows what the writer
/// believes and no person is at it; looking and writing are one step of the thread that owns the pane, so nothing of ours can come between.
/// </summary>
public sealed partial class MuxServer
{
    /// <summary>After a person's key nothing else is written for so long: the next one is on its way.</summary>
    private static readonly TimeSpan HandsOn = TimeSpan.FromSeconds(1);

    /// <summary>A pane that prints on beyond this does not show one thing.</summary>
    private const long MostDrained = 1 << 20;

    /// <summary>Writes, or says why not. Mux thread.</summary>
    public GuardedOutcome TryWrite(PaneId id, GuardedInput input)
    {
        if (!_panes.TryGetValue(id, out var slot)) return GuardedOutcome.Ended;
        var isStill = TryDrain(slot);
        if (slot.Pane.Master is null || slot.Pane.Exit is not null) return GuardedOutcome.Ended;
        if (!isStill || !Shows(slot, input)) return GuardedOutcome.ScreenChanged;
        if (slot.Draft.IsThere || slot.Draft.LastKey > Now - Ticks(HandsOn) || IsPastedInto(slot)) return GuardedOutcome.PersonTypes;
        SendTo(slot.Pane, input.Encode(slot.Pane.Emulator.InputModes));
        return GuardedOutcome.Written;
    }

    /// <summary>What a person typed into a pane since a moment of the clock's was an answer, and no draft.</summary>
    public void ForgetDraft(PaneId id, long since)
    {
        if (_panes.TryGetValue(id, out var slot)) slot.Draft.ForgetSince(since);
    }

    /// <summary>Takes in all output there is. False when there is no end of it.</summary>
    private bool TryDrain(PaneSlot slot)
    {
        var from = slot.Pane.OutputBytes;
        var (before, outcome) = (-1L, PumpOutcome.More);
        while (outcome != PumpOutcome.HungUp && before != slot.Pane.OutputBytes && slot.Pane.OutputBytes - from < MostDrained)
        {
            before = slot.Pane.OutputBytes;
            outcome = slot.Pane.Pump();
        }

        // Output that was not there is no sign of life.
        if (slot.Pane.OutputBytes != from) AfterOutput(slot);
        if (outcome == PumpOutcome.HungUp && slot.IsPolled) HangUp(slot);
        return before == slot.Pane.OutputBytes;
    }

    private static bool Shows(PaneSlot slot, GuardedInput input)
    {
        var emulator = slot.Pane.Emulator;
        if (slot.Pane.Fault is not null || emulator.SynchronizedOutput || input.Rows.Count == 0) return false;
        if (input.FirstRow < 0 || input.FirstRow + input.Rows.Count > emulator.Size.Rows) return false;
        for (var i = 0; i < input.Rows.Count; i++)
            if (emulator.RowText(input.FirstRow + i) != input.Rows[i]) return false;
        return true;
    }
}
