namespace Orchtui.Plugins;

/// <summary>A plugin's log. Lines go to the host's log under the plugin's id. Thread-safe; never throws. No secrets.</summary>
public interface IPluginLog
{
    /// <summary>Something a person debugging the plugin wants to know.</summary>
    /// <param name="message">One line.</param>
    void Info(string message);

    /// <summary>Something that went wrong and was survived.</summary>
    /// <param name="message">One line: what failed, on what, what to do next.</param>
    void Warning(string message);
}
