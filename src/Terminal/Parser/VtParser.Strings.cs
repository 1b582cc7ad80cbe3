using System.Buffers;

namespace Orchtui.Terminal.Parser;

internal sealed partial class VtParser
{
    private void BeginString()
    {
        _string.ResetWrittenCount();
        _overlong = false;
    }

    /// <summary>Reads OSC, DCS, SOS, PM and APC strings piecewise into a bounded buffer; those that are ignored are not buffered.</summary>
    private int String<THandler>(ReadOnlySpan<byte> data, ref THandler handler) where THandler : struct, IVtHandler
    {
        if (_state == State.StringEscape) return EscapeInString(data[0], ref handler);
        var length = data.IndexOfAnyInRange((byte)0x00, (byte)0x1f);
        if (length < 0) length = data.Length;
        if (EightBit && data[..length].IndexOf((byte)0x9c) is >= 0 and var terminator) length = terminator;
        Put(data[..length]);
        if (length == data.Length) return length;
        switch (data[length])
        {
            case 0x1b:
                _stringState = _state;
                _state = State.StringEscape;
                break;
            case 0x07 when _state == State.OscString:
                EndString(endedByBell: true, ref handler);
                break;
            case 0x9c:
                EndString(endedByBell: false, ref handler);
                break;
            case 0x18 or 0x1a:
                Abandon();
                break;
            default:
                if (_state == State.DcsString) Put(data.Slice(length, 1));
                break;
        }

        return length + 1;
    }

    private int EscapeInString<THandler>(byte b, ref THandler handler) where THandler : struct, IVtHandler
    {
        _state = _stringState;
        if (b == '\\')
        {
            EndString(endedByBell: false, ref handler);
            return 1;
        }

        if (b == 0x1b && _state == State.DcsString && _dcsFinal == 't' && _intermediates == 0 && _count == 0)
        {
            Put([0x1b, 0x1b]);
            return 1;
        }

        Abandon();
        EnterEscape();
        return 0;
    }

    private void EndString<THandler>(bool endedByBell, ref THandler handler) where THandler : struct, IVtHandler
    {
        var state = _state;
        var complete = !_overlong;
        _state = State.Ground;
        if (complete && state == State.OscString) handler.Osc(_string.WrittenSpan, endedByBell);
        else if (complete && state == State.DcsString) handler.Dcs(Sequence(_dcsFinal), _string.WrittenSpan);
        ReleaseString();
    }

    private void Abandon()
    {
        _state = State.Ground;
        ReleaseString();
    }

    private void ReleaseString()
    {
        if (_string.Capacity > KeptStringBytes) _string = new ArrayBufferWriter<byte>(InitialStringBytes);
        else _string.ResetWrittenCount();
        _overlong = false;
    }

    private void Put(ReadOnlySpan<byte> data)
    {
        if (_overlong || _state == State.SosPmApcString || data.IsEmpty) return;
        var limit = _state == State.OscString ? MaxOscBytes : MaxDcsBytes;
        if (_string.WrittenCount + data.Length > limit)
        {
            _overlong = true;
            _string.ResetWrittenCount();
            return;
        }

        _string.Write(data);
    }
}
