namespace Orchtui.Terminal;

/// <summary>What a shell said of a row by OSC 133. The values are those of the row's flags.</summary>
[Flags]
public enum PromptMarks : byte
{
    None = 0,

    /// <summary>A prompt begins here (A).</summary>
    Prompt = 4,

    /// <summary>The output of a command begins here (C).</summary>
    Output = 8,
}
