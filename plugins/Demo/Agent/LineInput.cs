using System.Text;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>What a key did to the line being typed.</summary>
internal enum LineOutcome
{
    Editing,
    Entered,
    Left,
}

/// <summary>The prompt line: bytes in, a line out. Knows backspace, ^U, ^C and ^D, and skips escape sequences.</summary>
internal sealed class LineInput
{
    private const int MaxBytes = 4096;

    private readonly List<byte> _bytes = [];
    private bool _inEscape;

    public string Text => Encoding.UTF8.GetString([.. _bytes]);

    public void Clear() => _bytes.Clear();

    public LineOutcome Take(byte key)
    {
        if (_inEscape)
        {
            // A sequence ends with its first letter or tilde, the introducer's bracket aside.
            _inEscape = key is (byte)'[' or (byte)'O' || key is not (>= 0x40 and <= 0x7e);
            return LineOutcome.Editing;
        }

        switch (key)
        {
            case 0x1b:
                _inEscape = true;
                return LineOutcome.Editing;
            case (byte)'\r' or (byte)'\n':
                return LineOutcome.Entered;
            case 0x03:
                return LineOutcome.Left;
            case 0x04:
                return _bytes.Count == 0 ? LineOutcome.Left : LineOutcome.Editing;
            case 0x15:
                _bytes.Clear();
                return LineOutcome.Editing;
            case 0x7f or 0x08:
                RemoveLast();
                return LineOutcome.Editing;
            case >= 0x20 when _bytes.Count < MaxBytes:
                _bytes.Add(key);
                return LineOutcome.Editing;
            default:
                return LineOutcome.Editing;
        }
    }

    private void RemoveLast()
    {
        while (_bytes.Count > 0)
        {
            var last = _bytes[^1];
            _bytes.RemoveAt(_bytes.Count - 1);
            // Continuation bytes belong to the character before them.
            if ((last & 0xc0) != 0x80) return;
        }
    }
}
