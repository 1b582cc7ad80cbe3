namespace Orchtui.SideBySide.Subjects;

/// <summary>A terminal multiplexer as the commands by which it is used. Making one writes its configuration first.</summary>
internal interface ISubject
{
    string Name { get; }

    /// <summary>Starts the server and shows it in the terminal that this runs in.</summary>
    IReadOnlyList<string> Start { get; }

    /// <summary>Shows what already runs in the terminal that this runs in.</summary>
    IReadOnlyList<string> Attach { get; }

    /// <summary>Ends all attached clients.</summary>
    IReadOnlyList<string> Detach { get; }

    /// <summary>Ends everything.</summary>
    IReadOnlyList<string> Stop { get; }

    /// <summary>Prints what <see cref="ServersIn"/> reads.</summary>
    IReadOnlyList<string> Status { get; }

    /// <summary>Opens a window with one pane, prints the pane's id, and shows the window if it is to have the focus.</summary>
    IReadOnlyList<string> OpenPane(bool focus, IReadOnlyList<string> command);

    IReadOnlyList<string> ClosePane(string id);

    /// <summary>The processes that serve all panes.</summary>
    IReadOnlyList<int> ServersIn(string status);
}
