using System.Buffers;
using Orchtui.Mux.Panes;
using Orchtui.Terminal.Input;

namespace Orchtui.Mux.Clients;

/// <summary>
/// A paste of which not all pieces have come. It goes where it began, whatever has the focus later: to a pane piece by piece, to a
/// view as one text. With neither it goes nowhere.
/// </summary>
internal sealed class ClientPaste
{
    /// <summary>The pane it goes to, and how that one wants it.</summary>
    public Pane? Pane { get; init; }

    public PasteEncoder? Encoder { get; init; }

    /// <summary>The view it goes to.</summary>
    public IView? View { get; init; }

    /// <summary>What has come of a text for a view.</summary>
    public ArrayBufferWriter<byte> Text { get; } = new();

    /// <summary>More came than a view is given.</summary>
    public bool IsTooLong { get; set; }
}
