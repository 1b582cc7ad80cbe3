namespace Orchtui.Agents;

/// <summary>Where a reading of an agent's state comes from, in rising order of trust.</summary>
public enum EvidenceSource
{
    /// <summary>Whether the pane prints at all.</summary>
    OutputRate = 0,

    /// <summary>Rules over the visible screen.</summary>
    Screen = 1,

    /// <summary>The title, progress or notification an agent sends its terminal (OSC 0, 2, 9, 9;4, 777).</summary>
    Title = 2,

    /// <summary>The program status an agent sends its terminal (OSC 7501).</summary>
    ProgramStatus = 3,

    /// <summary>The agent's own hooks, events or server.</summary>
    Hook = 4,

    /// <summary>The structured output of a headless run.</summary>
    Stream = 5,

    /// <summary>The end of its process.</summary>
    ProcessExit = 6,
}
