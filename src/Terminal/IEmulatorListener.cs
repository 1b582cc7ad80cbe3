namespace Orchtui.Terminal;

/// <summary>
/// Told of what a program's output asks for besides drawing. Called inside <see cref="Emulator.Write"/>, on its thread, in the order
/// of the output; a listener may look at the emulator and take its dirty rows, but must not write to it or resize it.
/// </summary>
public interface IEmulatorListener
{
    void Bell() { }

    void TitleChanged(string title) { }

    void Notification(string title, string body) { }

    /// <summary>OSC 52 set a selection ('c' clipboard, 'p' primary, …); empty data clears it.</summary>
    void ClipboardWrite(char selection, ReadOnlySpan<byte> data) { }

    void StatusChanged(ProgramStatus status) { }

    void ProgressChanged(ProgressReport? progress) { }

    /// <summary>The program ended a synchronized frame (?2026l): a good moment to draw.</summary>
    void SynchronizedFrameEnded() { }

    /// <summary>OSC 133: A prompt start, B command start, C output start, D output end.</summary>
    void PromptMark(char kind) { }
}
