namespace Orchtui.Terminal.Tests.Sequences;

/// <summary>What DECRQCRA makes of cells in which nothing was written and of those that were erased, as xterm 379 answers it.</summary>
public sealed class ChecksumTests
{
    /// <summary>The sums without a change, without attributes (2), with blanks (4), and with written blanks alone (12).</summary>
    [Theory]
    [InlineData("", "3;1;3;80", "FFE0 FFE0 F600 0000")]
    [InlineData("", "3;3;3;3", "FFE0 FFE0 FFE0 0000")]
    [InlineData("", "3;3;3;4", "FFE0 FFE0 FFC0 0000")]
    [InlineData("", "3;3;5;4", "FFE0 FFE0 FF40 0000")]
    [InlineData("\e[3;5HA", "3;1;3;10", "FF9F FF9F FE9F FFBF")]
    [InlineData("\e[3;1HA\e[3;5HB", "3;1;3;10", "FF7D FF7D FE7D FF7D")]
    [InlineData("\e[3;1HA\e[3;5HB", "3;1;3;3", "FFBF FFBF FF7F FFBF")]
    [InlineData("\e[3;1HA  B", "3;1;3;10", "FF3D FF3D FE7D FF3D")]
    [InlineData("\e[3;1HA    ", "3;1;3;10", "FF3F FF3F FE9F FF3F")]
    [InlineData("\e[3;1H     ", "3;1;3;10", "FF60 FF60 FEC0 FF60")]
    [InlineData("\e[3;1HAAAAAA\e[3;2H\e[3X", "3;1;3;10", "FEDD FEDD FE5D FEDD")]
    [InlineData("\e[3;1HAAAAAA\e[3;2H\e[K", "3;1;3;10", "FFBF FFBF FE9F FFBF")]
    [InlineData("\e[3;1HAAAAAA\e[2J", "3;1;3;10", "FFE0 FFE0 FEC0 0000")]
    [InlineData("\e[3;1H\e[41m\e[K\e[m", "3;1;3;10", "FEC0 FEC0 FEC0 0000")]
    [InlineData("\e[3;1H\e[7m  \e[m", "3;1;3;10", "FF80 FFC0 FE80 FF80")]
    [InlineData("\e[3;1HA", "3;1;4;10", "FFBF FFBF FD5F FFBF")]
    [InlineData("\e[4;1HA", "3;1;4;10", "FF9F FF9F FD5F FFBF")]
    [InlineData("\e[4;5HA", "3;1;4;10", "FF9F FF9F FD5F FFBF")]
    [InlineData("\e[3;1HA\e[5;1HA", "3;1;5;10", "FF7E FF7E FBFE FF7E")]
    [InlineData("\e[3;1HA", "3;2;3;10", "FFE0 FFE0 FEE0 0000")]
    [InlineData("\e[3;1HAB\e[3;2H\e[3@", "3;1;3;10", "FF1D FF1D FE7D FF1D")]
    [InlineData("\e[24;1HA\r\n\r\n", "23;1;24;10", "FFE0 FFE0 FD80 0000")]
    [InlineData("\e[32;3;1;3;5$x", "3;1;3;10", "FF60 FF60 FEC0 FF60")]
    [InlineData("\e[3;1HABCDE\e[3;2;3;3$z", "3;1;3;10", "FEF6 FEF6 FE56 FEF6")]
    [InlineData("\e[3;1HABCDE\e[3;2H\e[2P", "3;1;3;10", "FF36 FF36 FE56 FF36")]
    [InlineData("\e[3;1HABCDE\e[3;2H\e[2'}", "3;1;3;10", "FE71 FE71 FE11 FE71")]
    [InlineData("\e[3;1HABCDE\e[3;2H\e[2'~", "3;1;3;10", "FF36 FF36 FE56 FF36")]
    [InlineData("\e[3;1HABCDE\e[2 @", "3;1;3;10", "FF34 FF34 FE54 FF34")]
    [InlineData("\e[3;1HABCDE\e[2 A", "3;1;3;10", "FE71 FE71 FE11 FE71")]
    [InlineData("\e[3;1HABCDE\e[L", "3;1;3;10", "FFE0 FFE0 FEC0 0000")]
    [InlineData("\e[3;1HABCDE\e[?69h\e[2;4s\e[3;2H\e[L", "3;1;3;10", "FF7A FF7A FE7A FF7A")]
    [InlineData("\e[3;1HABCDE\e[?2J", "3;1;3;10", "FFE0 FFE0 FEC0 0000")]
    [InlineData("\e[3;1HABCDE\e[3;2H\e[?K", "3;1;3;10", "FFBF FFBF FE9F FFBF")]
    [InlineData("\e[3;1HABCDE\e[3;2H\e[1K", "3;1;3;10", "FEF4 FEF4 FE54 FEF4")]
    [InlineData("\e[3;1HABCDE\e[3;2H\e[K\e[3;5HX", "3;1;3;10", "FF67 FF67 FE67 FF67")]
    [InlineData("\e[3;1HABCDE\e[3;2;3;3${", "3;1;3;10", "FEF6 FEF6 FE56 FEF6")]
    [InlineData("\e[3;1HAB\e[3;2H\e[9X", "3;1;3;12", "FE9F FE9F FE5F FE9F")]
    [InlineData("\e[3;2H\e[3X", "3;1;3;12", "FF80 FF80 FE80 FFA0")]
    [InlineData("\e[3;2;3;3$z", "3;1;3;12", "FFA0 FFA0 FE80 FFC0")]
    [InlineData("\e[3;2;3;3;7$r", "3;1;3;12", "FF60 FFA0 FE40 0000")]
    [InlineData("\e[3;1HA\tB", "3;1;3;12", "FF7D FF7D FE3D FF7D")]
    [InlineData("\e[3;1HABC\e[3;2H\e[4hX\e[4l", "3;1;3;12", "FEE2 FEE2 FDE2 FEE2")]
    [InlineData("\e#8", "3;1;3;12", "FCC4 FCC4 FCC4 FCC4")]
    [InlineData("\e[24;1H\e[41m\n\e[m", "24;1;24;10", "FEC0 FEC0 FEC0 0000")]
    [InlineData("\e[3;1HA\e[4m \e[m", "3;1;3;10", "FF8F FF9F FE8F FF8F")]
    [InlineData("\e[3;1;3;4;1$r", "3;1;3;10", "FD80 FF80 FCC0 0000")]
    public void Blanks_count_where_they_were_written(string output, string area, string sums)
    {
        using var t = new EmulatorHarness(80, 24);
        t.Write(output);
        var answers = new[] { 0, 2, 4, 12 }.Select(change => t.Write($"\e[{change}#y\e[1;1;{area}*y")[5..^2]);
        Assert.Equal(sums, string.Join(' ', answers));
    }
}
