using System.Text;
using Orchtui.Mux.Clients;
using Orchtui.Terminal.Input;

namespace Orchtui.Mux;

/// <summary>What was copied here, the newest first, until the host ends.</summary>
public sealed partial class MuxServer
{
    private const int MostBuffers = 50;

    private readonly LinkedList<string> _buffers = [];

    /// <summary>The texts that were copied, the newest first.</summary>
    public IEnumerable<string> Buffers => _buffers;

    /// <summary>Sends the newest text to the pane a client is in, as a paste. Returns what stood against it.</summary>
    public string? PasteBuffer(IClientContext context)
    {
        var client = (Client)context;
        if (FocusedSlot(client) is not { } slot) return "A paste needs a pane to go to.";
        if (_buffers.First is not { Value: var text }) return $"Nothing was copied yet; {_options.Prefix} [ looks back, Space selects, Enter copies.";
        if (slot.Pane.Ended) return $"This program has ended ({slot.Pane.Exit}).";
        LeaveCopy(client, slot.Pane.Id);
        _encoded.ResetWrittenCount();
        PasteEncoder.Encode(Encoding.UTF8.GetBytes(text), slot.Pane.Emulator.InputModes, _encoded);
        SendTo(slot.Pane, _encoded.WrittenSpan);
        slot.Draft.TakePaste(Now);
        Host.PersonTyped(slot.Pane);
        return null;
    }

    private void AddBuffer(string text)
    {
        _buffers.AddFirst(text);
        if (_buffers.Count > MostBuffers) _buffers.RemoveLast();
    }
}
