namespace Orchtui.Host.Cli;

/// <summary>What a group of verbs is about.</summary>
internal static class Groups
{
    public static string HelpOf(string group) => group switch
    {
        "pane" => "Panes, as scripts use them",
        "task" => "Tasks: add, run, look at, land",
        "plugin" => "Plugins",
        "coordinator" => "Finding work when nobody asks for any",
        "service" => "The host in the background",
        "window" => "Windows of panes",
        "terminal" => "The terminal emulator by itself",
        "agent" => "What is known of a running agent",
        _ => "",
    };
}
