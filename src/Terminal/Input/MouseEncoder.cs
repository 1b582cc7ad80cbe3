using System.Buffers;

namespace Orchtui.Terminal.Input;

/// <summary>Writes a mouse event as the program in a pane asked for it; nothing when it did not ask for this kind.</summary>
public static class MouseEncoder
{
    /// <summary>The last column or row that the default encoding can name.</summary>
    private const int MaxDefault = 223;

    private const int MaxUtf8 = 2015;

    /// <summary>Returns whether the program gets the event.</summary>
    /// <param name="mouse">Its position counts from the pane's upper left cell.</param>
    /// <param name="modes">The program's modes.</param>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="cellPixels">Size of a cell, for programs that asked for pixels.</param>
    public static bool Encode(
        in MouseEvent mouse, in InputModes modes, IBufferWriter<byte> output, (int Width, int Height) cellPixels = default)
    {
        if (!IsWanted(in mouse, modes.MouseTracking)) return false;
        var code = (int)mouse.Button & 3;
        if (mouse.Button >= MouseButton.Back) code |= 128;
        else if (mouse.Button >= MouseButton.WheelUp) code |= 64;
        var released = mouse.Action == MouseAction.Release;
        var sgr = modes.MouseEncoding is MouseEncoding.Sgr or MouseEncoding.SgrPixels;
        if (released && !sgr) code = 3;
        if (mouse.Action == MouseAction.Motion) code |= 32;
        if (modes.MouseTracking != MouseTracking.X10) code |= Modifiers(mouse.Modifiers);
        var column = mouse.Position.Column + 1;
        var row = mouse.Position.Row + 1;
        if (modes.MouseEncoding == MouseEncoding.SgrPixels && cellPixels.Width > 0)
        {
            column = mouse.Position.Column * cellPixels.Width + cellPixels.Width / 2 + 1;
            row = mouse.Position.Row * cellPixels.Height + cellPixels.Height / 2 + 1;
        }

        if (sgr) KeyEncoder.Write(output, $"\e[<{code};{column};{row}{(released ? 'm' : 'M')}");
        else if (modes.MouseEncoding == MouseEncoding.Urxvt) KeyEncoder.Write(output, $"\e[{code + 32};{column};{row}M");
        else return EncodeBytes(code, column, row, modes.MouseEncoding == MouseEncoding.Utf8, output);
        return true;
    }

    private static bool IsWanted(in MouseEvent mouse, MouseTracking tracking) => tracking switch
    {
        MouseTracking.None => false,
        MouseTracking.X10 => mouse.Action == MouseAction.Press && mouse.Button <= MouseButton.Right,
        MouseTracking.Normal => mouse.Action != MouseAction.Motion,
        MouseTracking.Button => mouse.Action != MouseAction.Motion || mouse.Button != MouseButton.None,
        _ => true,
    };

    private static int Modifiers(KeyModifiers modifiers) =>
        (modifiers.HasFlag(KeyModifiers.Shift) ? 4 : 0)
        | (modifiers.HasFlag(KeyModifiers.Alt) ? 8 : 0)
        | (modifiers.HasFlag(KeyModifiers.Ctrl) ? 16 : 0);

    private static bool EncodeBytes(int code, int column, int row, bool utf8, IBufferWriter<byte> output)
    {
        var max = utf8 ? MaxUtf8 : MaxDefault;
        if (column > max || row > max) return false;
        if (utf8) KeyEncoder.Write(output, $"\e[M{(char)(code + 32)}{(char)(column + 32)}{(char)(row + 32)}");
        else output.Write<byte>([0x1b, (byte)'[', (byte)'M', (byte)(code + 32), (byte)(column + 32), (byte)(row + 32)]);
        return true;
    }
}
