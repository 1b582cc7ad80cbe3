using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    private void SelectGraphicRendition(in CsiSequence s)
    {
        if (s.Count == 0)
        {
            ResetPen();
            return;
        }

        for (var i = 0; i < s.Count; i++)
        {
            var parameter = Math.Max(s.Parameters[i], 0);
            if (parameter is 38 or 48 or 58) SetExtendedColor(parameter, in s, ref i);
            else if (parameter == 4 && i + 1 < s.Count && s.IsSubparameter(i + 1))
                SetUnderline((UnderlineStyle)Math.Clamp(s.Value(++i, 1), 0, 5));
            else Select(parameter);
            while (i + 1 < s.Count && s.IsSubparameter(i + 1)) i++;
        }
    }

    private void Select(int parameter)
    {
        switch (parameter)
        {
            case 0: ResetPen(); break;
            case 1: Attribute(CellAttributes.Bold, true); break;
            case 2: Attribute(CellAttributes.Dim, true); break;
            case 3: Attribute(CellAttributes.Italic, true); break;
            case 4: SetUnderline(UnderlineStyle.Single); break;
            case 5 or 6: Attribute(CellAttributes.Blink, true); break;
            case 7: Attribute(CellAttributes.Inverse, true); break;
            case 8: Attribute(CellAttributes.Hidden, true); break;
            case 9: Attribute(CellAttributes.Strikethrough, true); break;
            case 21: SetUnderline(UnderlineStyle.Double); break;
            case 22: Attribute(CellAttributes.Bold | CellAttributes.Dim, false); break;
            case 23: Attribute(CellAttributes.Italic, false); break;
            case 24: SetUnderline(UnderlineStyle.None); break;
            case 25: Attribute(CellAttributes.Blink, false); break;
            case 27: Attribute(CellAttributes.Inverse, false); break;
            case 28: Attribute(CellAttributes.Hidden, false); break;
            case 29: Attribute(CellAttributes.Strikethrough, false); break;
            case >= 30 and <= 37: _cursor.Pen = _cursor.Pen.WithForeground(Color.Indexed((byte)(parameter - 30)).Packed); break;
            case 39: _cursor.Pen = _cursor.Pen.WithForeground(0); break;
            case >= 40 and <= 47: _cursor.Pen = _cursor.Pen.WithBackground(Color.Indexed((byte)(parameter - 40)).Packed); break;
            case 49: _cursor.Pen = _cursor.Pen.WithBackground(0); break;
            case 53: Attribute(CellAttributes.Overline, true); break;
            case 55: Attribute(CellAttributes.Overline, false); break;
            case 59: SetUnderlineColor(0); break;
            case >= 90 and <= 97: _cursor.Pen = _cursor.Pen.WithForeground(Color.Indexed((byte)(parameter - 90 + 8)).Packed); break;
            case >= 100 and <= 107: _cursor.Pen = _cursor.Pen.WithBackground(Color.Indexed((byte)(parameter - 100 + 8)).Packed); break;
        }
    }

    /// <summary>38, 48 and 58 in the forms with semicolons, with colons, and with colons and a colour space.</summary>
    private void SetExtendedColor(int which, in CsiSequence s, ref int i)
    {
        var colons = i + 1 < s.Count && s.IsSubparameter(i + 1);
        var end = i + 1;
        while (colons && end < s.Count && s.IsSubparameter(end)) end++;
        var available = colons ? end - i - 1 : s.Count - i - 1;
        var kind = available > 0 ? s.Value(i + 1) : 0;
        uint color;
        if (kind == 5 && available >= 2)
        {
            color = Color.Indexed((byte)Math.Min(s.Value(i + 2), 255)).Packed;
            i += colons ? available : 2;
        }
        else if (kind == 2 && available >= 4)
        {
            var first = i + (colons && available >= 5 ? 3 : 2);
            color = Color.Rgb(Component(in s, first), Component(in s, first + 1), Component(in s, first + 2)).Packed;
            i += colons ? available : 4;
        }
        else
        {
            // Malformed: the rest of the sequence has no safe meaning.
            i = colons ? i + available : s.Count;
            return;
        }

        if (which == 38) _cursor.Pen = _cursor.Pen.WithForeground(color);
        else if (which == 48) _cursor.Pen = _cursor.Pen.WithBackground(color);
        else SetUnderlineColor(color);
    }

    private static byte Component(in CsiSequence s, int index) => (byte)Math.Min(s.Value(index), 255);

    private void Attribute(CellAttributes attribute, bool on) =>
        _cursor.Pen = _cursor.Pen.WithBits(on ? _cursor.Bits | (uint)attribute : _cursor.Bits & ~(uint)attribute);

    private void SetUnderline(UnderlineStyle style) =>
        _cursor.Pen = _cursor.Pen.WithBits(_cursor.Bits & ~Cell.UnderlineMask | (uint)style << Cell.UnderlineShift);

    private void SetUnderlineColor(uint color)
    {
        _cursor.UnderlineColor = color;
        UpdateExtra();
    }

    private void UpdateExtra()
    {
        var extra = (uint)_extras.Intern(_cursor.UnderlineColor, _cursor.Link);
        _cursor.Pen = _cursor.Pen.WithBits(_cursor.Bits & 0xffff | extra << Cell.ExtraShift);
    }

    /// <summary>SGR 0 keeps protection and hyperlink, which it does not set.</summary>
    private void ResetPen()
    {
        var bits = _cursor.Bits & (uint)CellAttributes.Protected;
        _cursor.Pen = default;
        _cursor.UnderlineColor = 0;
        if (_cursor.Link != 0) UpdateExtra();
        if (bits != 0) _cursor.Pen = _cursor.Pen.WithBits(_cursor.Bits | bits);
    }
}
