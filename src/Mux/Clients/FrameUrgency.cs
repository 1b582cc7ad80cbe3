namespace Orchtui.Mux.Clients;

/// <summary>How soon a client's next frame is wanted.</summary>
internal enum FrameUrgency
{
    /// <summary>When the time between two frames has passed.</summary>
    None,

    /// <summary>As soon as the program that was typed into has answered: what changes before that shall not use the frame up.</summary>
    Answer,

    /// <summary>At once: a key, or the command it runs, changed something of our own.</summary>
    Now,
}
