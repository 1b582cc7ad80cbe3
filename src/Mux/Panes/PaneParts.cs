using Orchtui.Terminal;

namespace Orchtui.Mux.Panes;

/// <summary>Looks at output that is about to be parsed; tests force a fault there.</summary>
internal delegate void OutputFaultPoint(ReadOnlySpan<byte> output);

/// <summary>What the multiplexer gives a pane to work with.</summary>
internal sealed record PaneParts
{
    public required PaneFiles Files { get; init; }

    public required EmulatorOptions Options { get; init; }

    public required IEmulatorListener Listener { get; init; }

    /// <summary>The prefix key, for what the pane says to a person.</summary>
    public required string Prefix { get; init; }

    public OutputFaultPoint? FaultPoint { get; init; }

    /// <summary>An emulator of the size that the pane was made with.</summary>
    public Emulator NewEmulator(PaneRecord record) => new(new CellSize(record.Columns, record.Rows), Options, Listener);
}
