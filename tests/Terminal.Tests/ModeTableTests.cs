namespace Orchtui.Terminal.Tests;

public sealed class ModeTableTests
{
    public static TheoryData<int, bool> Modes()
    {
        var data = new TheoryData<int, bool>();
        foreach (var row in ModeTable.Rows) data.Add(row.Number, row.IsPrivate);
        return data;
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_mode_reports_what_it_was_set_to(int number, bool isPrivate)
    {
        using var t = new EmulatorHarness(20, 5);
        var prefix = isPrivate ? "?" : "";
        var initial = ModeTable.Find(number, isPrivate)!.Value.Initial ? 1 : 2;
        Assert.Equal(Report(initial), t.Write($"\e[{prefix}{number}$p"));
        // DECCOLM is heard only where mode 40 allows it.
        if (number != 40) t.Write("\e[?40h");
        Assert.EndsWith(Report(1), t.Write($"\e[{prefix}{number}h\e[{prefix}{number}$p"), StringComparison.Ordinal);
        Assert.Equal(Report(2), t.Write($"\e[{prefix}{number}l\e[{prefix}{number}$p"));
        t.Write("\ec");
        Assert.Equal(Report(initial), t.Write($"\e[{prefix}{number}$p"));
        string Report(int state) => $"\e[{prefix}{number};{state}$y";
    }

    [Fact]
    public void No_mode_stands_in_the_table_twice()
    {
        Assert.Equal(ModeTable.Rows.Length, ModeTable.Rows.Select(row => (row.Number, row.IsPrivate)).Distinct().Count());
        Assert.Equal(ModeTable.Rows.Length, ModeTable.Rows.Select(row => row.Mode).Distinct().Count());
        Assert.True(Enum.GetValues<Mode>().Length <= 64);
        Assert.Equal(Enum.GetValues<Mode>().Length, ModeTable.Rows.Length);
    }

    [Fact]
    public void Modes_that_exist_but_never_change_say_so()
    {
        using var t = new EmulatorHarness(20, 5);
        Assert.Equal("\e[1;4$y", t.Write("\e[1h\e[1$p"));
        Assert.Equal("\e[?68;4$y", t.Write("\e[?68h\e[?68$p"));
    }

    [Fact]
    public void Saved_modes_come_back()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e[?2004h\e[?2004;25s\e[?2004l\e[?25l\e[?2004;25r");
        Assert.True(t.Emulator.InputModes.BracketedPaste);
        Assert.True(t.Emulator.CursorVisible);
    }

    [Fact]
    public void A_soft_reset_keeps_the_screen_and_resets_the_modes()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("text\e[?25l\e[?6h\e[4h\e[2;3r\e[1;31m\e[!p");
        Assert.Equal("text", t.Screen);
        Assert.True(t.Emulator.CursorVisible);
        Assert.Equal("\eP1$r1;5r\e\\\eP1$r0m\e\\", t.Write("\eP$qr\e\\\eP$qm\e\\"));
    }

    [Fact]
    public void A_full_reset_leaves_the_alternate_screen_and_clears_the_main_one()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("text\e[?1049hmore\ec");
        Assert.False(t.Emulator.AlternateScreen);
        Assert.Equal("", t.Screen);
        Assert.Equal((0, 0), t.Cursor);
    }

    [Fact]
    public void Only_one_mouse_tracking_mode_is_in_force()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e[?1000h\e[?1003h\e[?1002h");
        Assert.Equal(MouseTracking.Button, t.Emulator.InputModes.MouseTracking);
        t.Write("\e[?1000l");
        Assert.Equal(MouseTracking.None, t.Emulator.InputModes.MouseTracking);
    }

    [Fact]
    public void A_synchronized_frame_ends_by_the_program_or_by_the_caller()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e[?2026h");
        Assert.True(t.Emulator.SynchronizedOutput);
        t.Emulator.EndSynchronizedOutput();
        Assert.False(t.Emulator.SynchronizedOutput);
    }
}
