using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>Something a program wants to type into a pane, with what it believes to be on the screen there.</summary>
public sealed record GuardedInput
{
    /// <summary>The first of the rows that must read as expected, from 0 at the top.</summary>
    public required int FirstRow { get; init; }

    /// <summary>What they must read, right-trimmed.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>What is typed, in the form the pane's program asked for.</summary>
    public required Func<InputModes, byte[]> Encode { get; init; }
}

/// <summary>What became of a guarded write.</summary>
public enum GuardedOutcome
{
    /// <summary>It was written while the screen showed what was expected.</summary>
    Written,

    /// <summary>The screen shows something else by now, or is being drawn.</summary>
    ScreenChanged,

    /// <summary>A person is typing there, or has typed something and not sent it.</summary>
    PersonTypes,

    /// <summary>The program has ended, or there is no such pane.</summary>
    Ended,
}
