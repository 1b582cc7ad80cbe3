using System.Globalization;

namespace Orchtui.Terminal.Tests.Sequences;

/// <summary>The rectangular operations of a VT420 on a screen of 6x5 with five lettered rows, and the checksum that reads them.</summary>
public sealed class RectangleTests
{
    private const string Letters = "abcdef\r\nghijkl\r\nmnopqr\r\nstuvwx\r\nABCDE";
    private const string Whole = "abcdef\nghijkl\nmnopqr\nstuvwx\nABCDE";
    private const string Box = "\e[?69h\e[2;5s\e[2;4r\e[?6h";

    [Theory]
    [InlineData("\e[37;2;2;3;3$x", "abcdef\ng%%jkl\nm%%pqr\nstuvwx\nABCDE")]
    [InlineData("\e[37;4;5;99;99$x", "abcdef\nghijkl\nmnopqr\nstuv%%\nABCD%%")]
    [InlineData("\e[37;3;3;2;2$x", Whole)]
    [InlineData("\e[7;2;2;3;3$x", Whole)]
    [InlineData(Box + "\e[37;1;1;2;2$x", "abcdef\ng%%jkl\nm%%pqr\nstuvwx\nABCDE")]
    [InlineData(Box + "\e[?6l\e[37;1;1;2;2$x", "%%cdef\n%%ijkl\nmnopqr\nstuvwx\nABCDE")]
    [InlineData("\e[2;2;3;3$z", "abcdef\ng  jkl\nm  pqr\nstuvwx\nABCDE")]
    [InlineData("\e[$z", "")]
    [InlineData("\e[2;2;3;3${", "abcdef\ng  jkl\nm  pqr\nstuvwx\nABCDE")]
    [InlineData("\e[2;1;3;2;1;3;4;1$v", "abcdef\nghijkl\nmnoghr\nstumnx\nABCDE")]
    [InlineData("\e[1;1;3;3;1;2;2;1$v", "abcdef\ngabckl\nmghiqr\nsmnowx\nABCDE")]
    [InlineData("\e[1;1;3;3;1;4;5;1$v", "abcdef\nghijkl\nmnopqr\nstuvab\nABCDgh")]
    [InlineData("\e[;;2;2;;4;4;1$v", "abcdef\nghijkl\nmnopqr\nstuabx\nABCgh")]
    [InlineData("\e[2;2;3;3;1$v", "hicdef\nnoijkl\nmnopqr\nstuvwx\nABCDE")]
    [InlineData("\e[2;2;1;1;1;4;4;1$v", Whole)]
    [InlineData(Box + "\e[1;1;2;2;1;2;3;1$v", "abcdef\nghijkl\nmnohir\nstunox\nABCDE")]
    public void Rectangles_are_filled_erased_and_copied(string sequence, string expected)
    {
        using var t = new EmulatorHarness(6, 5);
        t.Write(Letters + sequence);
        Assert.Equal(expected, t.Screen);
        Assert.Equal(expected, ReadByChecksum(t));
    }

    [Fact]
    public void Rectangles_do_not_move_the_cursor()
    {
        using var t = new EmulatorHarness(6, 5);
        t.Write(Letters + "\e[3;4H\e[37;2;2;3;3$x\e[2;2;3;3$z\e[2;2;3;3;1;1;1;1$v\e[2;2;3;3;7$r");
        Assert.Equal((2, 3), t.Cursor);
    }

    [Theory]
    [InlineData("\e[2*x\e[1;2;2;3;1$r", "011000011000")]
    [InlineData("\e[1;2;2;3;1$r", "011111111000")]
    [InlineData("\e[2*x\e[1;2;2;3;1$t\e[1;3;1;4;1$t", "010100011000")]
    [InlineData("\e[?69h\e[2;5s\e[1;2;2;3;1$r", "011111111000")]
    [InlineData("\e[?69h\e[2;5s\e[?6h\e[1;2;2;2;1$r", "001110011000")]
    public void Attributes_change_in_a_rectangle_or_along_the_stream(string sequence, string bold)
    {
        using var t = new EmulatorHarness(6, 5);
        t.Write(Letters + sequence);
        var cells = Enumerable.Range(0, 12).Select(i => t.Cell(i / 6, i % 6).Attributes.HasFlag(CellAttributes.Bold) ? '1' : '0');
        Assert.Equal(bold, string.Concat(cells));
    }

    [Theory]
    [InlineData("A\e[1;1;1;1;1;1*y", "FFBF")]
    [InlineData("AB\e[1;1;1;1;1;2*y", "FF7D")]
    [InlineData("\e[1;1;1;1;1;1*y", "FFE0")]
    [InlineData("A\e[1;1;1;1;1;6*y", "FFBF")]
    [InlineData("A B\e[1;1;1;1;1;6*y", "FF5D")]
    [InlineData("A\r\nB\e[1;1;1;1;2;6*y", "FF7D")]
    [InlineData("\e[1mA\e[1;1;1;1;1;1*y", "FF3F")]
    [InlineData("\e[4m*\e[1;1;1;1;1;1*y", "FFC6")]
    [InlineData("\e[7m*\e[1;1;1;1;1;1*y", "FFB6")]
    [InlineData("\e[5m*\e[1;1;1;1;1;1*y", "FF96")]
    [InlineData("\e[1\"qA\e[1;1;1;1;1;1*y", "FFBF")]
    [InlineData("A\e[1#y\e[1;1;1;1;1;1*y", "0041")]
    [InlineData("\e[1mA\e[3#y\e[1;1;1;1;1;1*y", "0041")]
    [InlineData("A\e[7#y\e[1;1;1;1;1;3*y", "0081")]
    [InlineData("A\e[15#y\e[1;1;1;1;1;3*y", "0041")]
    [InlineData("\u0141\e[1#y\e[1;1;1;1;1;1*y", "0041")]
    [InlineData("\u0141\e[17#y\e[1;1;1;1;1;1*y", "0141")]
    [InlineData("\e[1;1;5;5;4;4*y", "0000")]
    public void The_checksum_is_that_of_xterm(string input, string sum)
    {
        using var t = new EmulatorHarness(6, 5);
        Assert.Equal($"\eP1!~{sum}\e\\", t.Write(input));
    }

    /// <summary>Reads the screen cell by cell, as conformance suites do.</summary>
    private static string ReadByChecksum(EmulatorHarness t)
    {
        t.Write("\e[?6l");
        var rows = Enumerable.Range(1, 5).Select(row => string.Concat(Enumerable.Range(1, 6).Select(column =>
        {
            var answer = t.Write($"\e[9;1;{row};{column};{row};{column}*y");
            return (char)(0x10000 - int.Parse(answer.AsSpan(5, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        })).TrimEnd());
        return string.Join('\n', rows).TrimEnd('\n');
    }
}
