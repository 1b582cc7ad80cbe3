namespace Orchtui.Terminal.Parser;

internal sealed partial class VtParser
{
    internal enum State : byte
    {
        Ground,
        Escape,
        EscapeIntermediate,
        CsiEntry,
        CsiParam,
        CsiIntermediate,
        CsiIgnore,
        DcsEntry,
        DcsParam,
        DcsIntermediate,
        DcsIgnore,

        // The strings below are read in bulk and have no rows in the table.
        DcsString,
        OscString,
        SosPmApcString,

        // An ESC was seen inside a string.
        StringEscape,
    }

    private enum Action : byte
    {
        None,
        Execute,
        Collect,
        Prefix,
        Digit,
        Separator,
        Colon,
        EscapeDispatch,
        CsiDispatch,
        Hook,
        EnterEscape,
        EnterCsi,
        EnterDcs,
        EnterOsc,
        EnterIgnored,
    }

    private const int TableStates = (int)State.DcsIgnore + 1;

    /// <summary>Action in the high four bits, next state in the low four, for each state and each byte below 0x80.</summary>
    private static readonly byte[] Transitions = BuildTransitions();

    private static byte[] BuildTransitions()
    {
        var table = new byte[TableStates * 128];
        void Set(State state, int first, int last, Action action, State next)
        {
            for (var b = first; b <= last; b++) table[(int)state << 7 | b] = (byte)((int)action << 4 | (int)next);
        }

        for (var state = State.Escape; state <= State.DcsIgnore; state++)
        {
            // DCS headers ignore C0 controls, all other sequences execute them on the way.
            Set(state, 0x00, 0x1f, state >= State.DcsEntry ? Action.None : Action.Execute, state);
            Set(state, 0x7f, 0x7f, Action.None, state);
            Set(state, 0x1b, 0x1b, Action.EnterEscape, State.Escape);
            Set(state, 0x18, 0x18, Action.None, State.Ground);
            Set(state, 0x1a, 0x1a, Action.Execute, State.Ground);
        }

        Set(State.Escape, 0x20, 0x2f, Action.Collect, State.EscapeIntermediate);
        Set(State.Escape, 0x30, 0x7e, Action.EscapeDispatch, State.Ground);
        Set(State.Escape, 'P', 'P', Action.EnterDcs, State.DcsEntry);
        Set(State.Escape, '[', '[', Action.EnterCsi, State.CsiEntry);
        Set(State.Escape, ']', ']', Action.EnterOsc, State.OscString);
        Set(State.Escape, 'X', 'X', Action.EnterIgnored, State.SosPmApcString);
        Set(State.Escape, '^', '_', Action.EnterIgnored, State.SosPmApcString);
        // The window-title string of GNU screen (ESC k … ESC \) is swallowed like the ignored strings.
        Set(State.Escape, 'k', 'k', Action.EnterIgnored, State.SosPmApcString);
        Set(State.EscapeIntermediate, 0x20, 0x2f, Action.Collect, State.EscapeIntermediate);
        Set(State.EscapeIntermediate, 0x30, 0x7e, Action.EscapeDispatch, State.Ground);

        BuildHeader(Set, State.CsiEntry, State.CsiParam, State.CsiIntermediate, State.CsiIgnore, Action.CsiDispatch, State.Ground);
        BuildHeader(Set, State.DcsEntry, State.DcsParam, State.DcsIntermediate, State.DcsIgnore, Action.Hook, State.DcsString);
        Set(State.CsiIgnore, 0x40, 0x7e, Action.None, State.Ground);
        // A malformed DCS still runs to its terminator.
        Set(State.DcsIgnore, 0x20, 0x7e, Action.EnterIgnored, State.SosPmApcString);
        return table;
    }

    private static void BuildHeader(
        Action<State, int, int, Action, State> set, State entry, State param, State intermediate, State ignore, Action dispatch, State next)
    {
        set(entry, '<', '?', Action.Prefix, param);
        foreach (var state in new[] { entry, param })
        {
            set(state, '0', '9', Action.Digit, param);
            set(state, ':', ':', Action.Colon, param);
            set(state, ';', ';', Action.Separator, param);
        }

        set(param, '<', '?', Action.None, ignore);
        foreach (var state in new[] { entry, param, intermediate })
        {
            set(state, 0x20, 0x2f, Action.Collect, intermediate);
            set(state, 0x40, 0x7e, dispatch, next);
        }

        set(intermediate, 0x30, 0x3f, Action.None, ignore);
        set(ignore, 0x20, 0x3f, Action.None, ignore);
    }
}
