using System.Buffers;
using System.Runtime.InteropServices;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private const uint SaveMagic = 0x3356_544f;

    /// <summary>
    /// Writes the complete state but the scrollback's text, which lives in the store. Reading the same output on after a
    /// <see cref="Restore"/> gives what this emulator would have become. The format belongs to the program's version on this machine.
    /// The caller must make one saved state durable before it takes the next (see <see cref="Terminal.Scrollback"/>), and takes one after
    /// each <see cref="Resize"/>, which the output alone would not repeat.
    /// </summary>
    public void Save(IBufferWriter<byte> writer)
    {
        var w = new StateWriter(writer);
        w.Write(SaveMagic);
        w.Write(_size);
        w.Write(_state);
        w.Write(_cursor);
        w.WriteBytes(MemoryMarshal.AsBytes(_tabs.AsSpan()));
        _main.Save(ref w);
        w.Write(_alternate is not null);
        _alternate?.Save(ref w);
        _parser.Save(ref w);
        _clusters.Save(ref w);
        _extras.Save(ref w);
        SaveTexts(ref w);
        w.WriteBlock(_replies.WrittenSpan);
        w.Write(_palette is not null);
        if (_palette is not null) w.WriteBytes(MemoryMarshal.AsBytes(_palette.AsSpan()));
        w.Write(_darkScheme);
        Scrollback.Save(ref w);
    }

    /// <summary>
    /// Makes the emulator that <see cref="Save"/> described, with the scrollback re-opened from the options' store and cut back to the
    /// saved line. Throws <see cref="InvalidDataException"/> when the bytes are not a saved state.
    /// </summary>
    public static Emulator Restore(ReadOnlySpan<byte> saved, EmulatorOptions options, IEmulatorListener? listener = null)
    {
        var reader = new StateReader(saved);
        if (reader.Read<uint>() != SaveMagic) throw new InvalidDataException("These bytes are not a saved terminal state.");
        var size = reader.Read<CellSize>();
        if (size != size.Clamped) throw new InvalidDataException("The saved terminal size is out of range.");
        var emulator = new Emulator(size, options, listener);
        try
        {
            emulator.Load(ref reader);
            return emulator;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            emulator.Dispose();
            throw new InvalidDataException("The saved terminal state is damaged.", error);
        }
    }

    private void Load(ref StateReader r)
    {
        _state = r.Read<EmulatorState>();
        _cursor = r.Read<CursorState>();
        r.ReadBytes(_tabs.Length * sizeof(ulong)).CopyTo(MemoryMarshal.AsBytes(_tabs.AsSpan()));
        _main.Restore(ref r);
        if (r.Read<bool>())
        {
            _alternate = new Grid(_size.Columns, _size.Rows);
            _alternate.Restore(ref r);
        }

        _grid = _state.OnAlternate ? _alternate ?? throw new InvalidDataException("The saved state lacks its screen.") : _main;
        _parser.Restore(ref r);
        _clusters.Restore(ref r);
        _extras.Restore(ref r);
        RestoreTexts(ref r);
        _replies.Write(r.ReadBlock(MaxReplyBytes));
        if (r.Read<bool>())
        {
            _palette = new uint[256];
            r.ReadBytes(256 * sizeof(uint)).CopyTo(MemoryMarshal.AsBytes(_palette.AsSpan()));
        }

        _darkScheme = r.Read<bool>();
        Scrollback.Restore(ref r);
        UpdatePlainText();
        CheckIntegrity();
        TouchRows(0, _size.Rows - 1);
    }

    private void SaveTexts(ref StateWriter w)
    {
        w.WriteString(Title);
        w.WriteString(IconName);
        w.WriteString(WorkingDirectory);
        w.Write(_titles.Count);
        foreach (var (title, icon) in _titles)
        {
            w.WriteString(title);
            w.WriteString(icon);
        }

        w.Write(Progress is { } progress ? (int)progress.State : 0);
        w.Write(Progress?.Percent ?? 0);
        w.WriteString(Status?.State);
        if (Status is not { } status) return;
        foreach (var text in new[] { status.Id, status.App, status.Kind, status.Progress, status.Title, status.Message })
            w.WriteString(text);
    }

    private void RestoreTexts(ref StateReader r)
    {
        Title = r.ReadString();
        IconName = r.ReadString();
        WorkingDirectory = r.ReadOptionalString();
        var count = r.ReadCount(MaxTitleStack);
        for (var i = 0; i < count; i++) _titles.Add((r.ReadString(), r.ReadString()));
        var progress = r.Read<int>();
        var percent = r.Read<int>();
        Progress = progress == 0 ? null : new ProgressReport((ProgressState)progress, percent);
        if (r.ReadOptionalString() is not { } state) return;
        Status = new ProgramStatus(state)
        {
            Id = r.ReadOptionalString(),
            App = r.ReadOptionalString(),
            Kind = r.ReadOptionalString(),
            Progress = r.ReadOptionalString(),
            Title = r.ReadOptionalString(),
            Message = r.ReadOptionalString(),
        };
    }
}
