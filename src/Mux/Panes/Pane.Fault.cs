using System.Text;
using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>
/// What becomes of a pane whose output the emulator fails on: the pane is drawn no more and says so, its program goes on, and neither
/// the host nor a successor runs into the same bytes again. The fault is written into the pane's record before anything else; a fault
/// that takes the whole process along is noticed by a restore that was begun and never ended.
/// </summary>
public sealed partial class Pane
{
    /// <summary>A host may be killed while it restores; that often in a row it is the pane that kills it.</summary>
    private const int MostUnfinishedRestores = 3;

    private const int LongestFault = 300;

    private bool _parsing;

    private Exception? _failureInside;

    /// <summary>Why the pane is no longer drawn; null for a sound one.</summary>
    public string? Fault => Record.Fault;

    /// <summary>Told of the fault when it happens, with the notice on the screen already.</summary>
    internal Action<Exception>? Faulted { get; set; }

    /// <summary>Gives up drawing the pane. Called from inside the emulator's own work it waits until that has returned.</summary>
    internal void Fail(Exception error)
    {
        if (_parsing)
        {
            _failureInside ??= error;
            return;
        }

        if (Fault is not null) return;
        Record = Record with { Fault = Describe(error) };
        _parts.Files.Store(Record);
        ShowFault();
        Save();
        Faulted?.Invoke(error);
    }

    /// <summary>Gives up waiting for the end of a synchronized frame.</summary>
    internal void EndSynchronizedOutput() => Guard(() => Emulator.EndSynchronizedOutput());

    private void Parse(ReadOnlySpan<byte> output)
    {
        if (Fault is not null) return;
        _parsing = true;
        try
        {
            _parts.FaultPoint?.Invoke(output);
            Emulator.Write(output);
        }
#pragma warning disable CA1031 // Whatever it is, it is this pane's; it is shown in the pane and logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failureInside ??= error;
        }

        _parsing = false;
        FailFromInside();
    }

    /// <summary>False when the work failed, and the notice is shown instead.</summary>
    private bool Guard(Action work)
    {
        try
        {
            work();
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, it is this pane's; it is shown in the pane and logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(error);
            return false;
        }
    }

    private void FailFromInside()
    {
        if (_failureInside is not { } error) return;
        _failureInside = null;
        Fail(error);
    }

    /// <summary>Does what restores the screen, unless that is known to fail.</summary>
    private void TakeUp(Action restore)
    {
        var tries = _parts.Files.BeginRestore();
        if (Fault is not null) ShowFault();
        else if (tries > MostUnfinishedRestores) Fail(new InvalidOperationException("The host ended each time it restored this pane."));
        else Guard(restore);
        _parts.Files.EndRestore();
    }

    /// <summary>Puts a screen in the place of the broken one that says what happened and what helps.</summary>
    private void ShowFault()
    {
        var notice = new Emulator(Emulator.Size, new EmulatorOptions { ScrollbackLines = 0, Version = _parts.Options.Version });
        notice.Write(Encoding.UTF8.GetBytes(string.Join("\r\n", Notice())));
        Emulator.Dispose();
        Emulator = notice;
    }

    private string[] Notice() =>
    [
        "\x1b[7m This pane can no longer be drawn. \x1b[0m",
        "",
        $"What {Record.Name} printed ran into a fault of orchtui:",
        Fault ?? "",
        "",
        "The program goes on, but what it prints is not shown. The log has the details.",
        $"{_parts.Prefix} x ends the program and closes this pane.",
    ];

    private static string Describe(Exception error)
    {
        var text = $"{error.GetType().Name}: {error.Message}";
        return new string([.. text.Where(c => !char.IsControl(c)).Take(LongestFault)]);
    }
}
