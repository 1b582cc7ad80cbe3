using System.Buffers;
using System.Text;

namespace Orchtui.Terminal.Parser;

internal sealed partial class VtParser
{
    /// <summary>
    /// Handles a CSI sequence that lies whole and well-formed at the front of the span. Returns its length, or 0 without any effect;
    /// the state machine then takes the sequence byte by byte.
    /// </summary>
    private int WholeCsi<THandler>(ReadOnlySpan<byte> data, ref THandler handler) where THandler : struct, IVtHandler
    {
        if (data.Length < 3 || data[1] != '[') return 0;
        var parameters = _parameters;
        var at = 2;
        var prefix = 0;
        if (data[2] is >= (byte)'<' and <= (byte)'?')
        {
            prefix = data[2] << 24;
            at = 3;
        }

        var count = 0;
        var value = -1;
        var colons = 0ul;
        for (; at < data.Length; at++)
        {
            var b = data[at];
            var digit = (uint)b - '0';
            if (digit <= 9)
            {
                value = value <= 0 ? (int)digit : value * 10 + (int)digit;
                if (value > MaxParameterValue) return 0;
            }
            else if (b is (byte)';' or (byte)':')
            {
                if (count >= MaxParameters - 1) return 0;
                parameters[count++] = value;
                value = -1;
                if (b == ':') colons |= 1ul << count;
            }
            else if (b is >= 0x40 and <= 0x7e)
            {
                if (count > 0 || value >= 0) parameters[count++] = value;
                handler.Csi(new CsiSequence(prefix | b, parameters.AsSpan(0, count), colons));
                return at + 1;
            }
            else if (b is >= 0x20 and <= 0x2f && at + 1 < data.Length && data[at + 1] is >= 0x40 and <= 0x7e)
            {
                if (count > 0 || value >= 0) parameters[count++] = value;
                handler.Csi(new CsiSequence(prefix | b << 8 | data[at + 1], parameters.AsSpan(0, count), colons));
                return at + 2;
            }
            else
            {
                return 0;
            }
        }

        return 0;
    }

    /// <summary>Text outside ASCII up to the next byte below 0x80, or one malformed or incomplete piece of it.</summary>
    private int Utf8<THandler>(ReadOnlySpan<byte> data, ref THandler handler) where THandler : struct, IVtHandler
    {
        var at = 0;
        while (at < data.Length && data[at] >= 0x80)
        {
            var status = Rune.DecodeFromUtf8(data[at..], out var rune, out var length);
            if (status == OperationStatus.NeedMoreData)
            {
                data[at..].CopyTo(_utf8);
                _utf8Count = data.Length - at;
                return data.Length;
            }

            at += length;
            Text(status == OperationStatus.Done ? (uint)rune.Value : 0xfffd, ref handler);
            if (_state != State.Ground) break;
        }

        return at;
    }
}
