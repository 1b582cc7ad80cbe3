using System.Buffers;
using System.Buffers.Text;
using Orchtui.Terminal;

namespace Orchtui.Mux.Composition;

/// <summary>One SGR sequence under construction, so that several changes of the pen travel in one sequence.</summary>
internal ref struct Sgr(Span<byte> buffer)
{
    /// <summary>All attributes, both colours in RGB and an underline style fit in this many bytes.</summary>
    public const int Capacity = 96;

    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public void Code(int value)
    {
        if (_length > 0) _buffer[_length++] = (byte)';';
        Utf8Formatter.TryFormat(value, _buffer[_length..], out var written);
        _length += written;
    }

    public void Attributes(CellAttributes added)
    {
        if ((added & CellAttributes.Bold) != 0) Code(1);
        if ((added & CellAttributes.Dim) != 0) Code(2);
        if ((added & CellAttributes.Italic) != 0) Code(3);
        if ((added & CellAttributes.Blink) != 0) Code(5);
        if ((added & CellAttributes.Inverse) != 0) Code(7);
        if ((added & CellAttributes.Hidden) != 0) Code(8);
        if ((added & CellAttributes.Strikethrough) != 0) Code(9);
        if ((added & CellAttributes.Overline) != 0) Code(53);
    }

    /// <summary>Plain underlines use the code every terminal knows; the others its colon form.</summary>
    public void Underline(UnderlineStyle style)
    {
        Code(4);
        if (style <= UnderlineStyle.Single) return;
        _buffer[_length++] = (byte)':';
        _buffer[_length++] = (byte)('0' + (int)style);
    }

    /// <summary>Sets a colour; <paramref name="ground"/> is 30 for the foreground, 40 for the background.</summary>
    public void Color(Color color, int ground)
    {
        if (color.IsDefault) return;
        if (color.IsIndexed && color.Index < 16)
        {
            Code(color.Index < 8 ? ground + color.Index : ground + 60 + color.Index - 8);
            return;
        }

        Code(ground + 8);
        if (color.IsIndexed)
        {
            Code(5);
            Code(color.Index);
            return;
        }

        Code(2);
        Code(color.R);
        Code(color.G);
        Code(color.B);
    }

    public readonly void WriteTo(IBufferWriter<byte> output)
    {
        if (_length == 0) return;
        output.Write("\x1b["u8);
        output.Write(_buffer[.._length]);
        output.Write("m"u8);
    }
}
