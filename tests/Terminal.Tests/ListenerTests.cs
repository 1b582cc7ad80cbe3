using System.Text;

namespace Orchtui.Terminal.Tests;

public sealed class ListenerTests
{
    private sealed class Recorder : IEmulatorListener
    {
        public List<string> Heard { get; } = [];

        public void Bell() => Heard.Add("bell");

        public void TitleChanged(string title) => Heard.Add($"title {title}");

        public void Notification(string title, string body) => Heard.Add($"notify {title}|{body}");

        public void ClipboardWrite(char selection, ReadOnlySpan<byte> data) =>
            Heard.Add($"clipboard {selection} {Encoding.UTF8.GetString(data)}");

        public void StatusChanged(ProgramStatus status) =>
            Heard.Add($"status {status.State} {status.App} {status.Kind} {status.Title} {status.Message}");

        public void ProgressChanged(ProgressReport? progress) => Heard.Add($"progress {progress?.State} {progress?.Percent}");

        public void SynchronizedFrameEnded() => Heard.Add("frame");

        public void PromptMark(char kind) => Heard.Add($"prompt {kind}");
    }

    [Theory]
    [InlineData("\a", "bell")]
    [InlineData("\e]0;Hello\a", "title Hello")]
    [InlineData("\e]2;✳ Claude Code\e\\", "title ✳ Claude Code")]
    [InlineData("\e]9;needs you\a", "notify |needs you")]
    [InlineData("\e]777;notify;Claude Code;Claude needs your permission\a", "notify Claude Code|Claude needs your permission")]
    [InlineData("\e]99;i=1;hello\e\\", "notify hello|")]
    [InlineData("\e]52;c;aGk=\a", "clipboard c hi")]
    [InlineData("\e]7501;state=blocked:app=codex:kind=permission\e\\", "status blocked codex permission  ")]
    [InlineData("\e]7501;state=done:title=aGk=:msg=eW8=\e\\", "status done   hi yo")]
    [InlineData("\e]9;4;1;40\a", "progress Normal 40")]
    [InlineData("\e]9;4;3;\a", "progress Indeterminate 0")]
    [InlineData("\e[?2026h\e[?2026l", "frame")]
    [InlineData("\e[?2026l", "")]
    [InlineData("\e]133;A\a", "prompt A")]
    [InlineData("\e]52;c;?\a", "")]
    [InlineData("\e]52;c;***\a", "")]
    public void A_program_is_heard(string output, string expected)
    {
        var recorder = new Recorder();
        using var t = new EmulatorHarness(20, 5, listener: recorder);
        t.Write(output);
        Assert.Equal(expected, string.Join(',', recorder.Heard));
    }

    [Fact]
    public void Titles_are_stacked_and_stripped_of_controls()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e]2;one\a\e[22;0t\e]2;tw\u0085o\a");
        Assert.Equal("two", t.Emulator.Title);
        t.Write("\e[23;0t");
        Assert.Equal("one", t.Emulator.Title);
    }

    [Fact]
    public void The_working_directory_is_a_path()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e]7;file://host/home/me/a%20b\a");
        Assert.Equal("/home/me/a b", t.Emulator.WorkingDirectory);
    }

    [Fact]
    public void Hyperlinks_are_kept_by_cell()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e]8;id=7;https://example.org/\e\\ab\e[0mc\e]8;;\e\\d");
        Assert.Equal(new Hyperlink("7", "https://example.org/"), t.Emulator.Hyperlink(t.Cell(0, 0)));
        Assert.NotNull(t.Emulator.Hyperlink(t.Cell(0, 2)));
        Assert.Null(t.Emulator.Hyperlink(t.Cell(0, 3)));
    }

    [Fact]
    public void Underlines_have_style_and_colour()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e[4:3m\e[58:2::1:2:3ma\e[4:0mb\e[21mc\e[59;24md\e[58;5;9;4me");
        Assert.Equal(UnderlineStyle.Curly, t.Cell(0, 0).Underline);
        Assert.Equal(Color.Rgb(1, 2, 3), t.Emulator.UnderlineColor(t.Cell(0, 0)));
        Assert.Equal(UnderlineStyle.None, t.Cell(0, 1).Underline);
        Assert.Equal(UnderlineStyle.Double, t.Cell(0, 2).Underline);
        Assert.Equal(Color.Default, t.Emulator.UnderlineColor(t.Cell(0, 3)));
        Assert.Equal(Color.Indexed(9), t.Emulator.UnderlineColor(t.Cell(0, 4)));
    }

    [Fact]
    public void A_pen_is_set_aside_and_taken_back()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e[1;31m\e[#{\e[0;44m\e[#}x");
        Assert.Equal((CellAttributes.Bold, Color.Indexed(1), Color.Default), (t.Cell(0, 0).Attributes, t.Cell(0, 0).Foreground,
            t.Cell(0, 0).Background));
    }

    [Theory]
    [InlineData("\e[38;5;200m", "200", "default")]
    [InlineData("\e[38:5:200m", "200", "default")]
    [InlineData("\e[38;2;1;2;3;44m", "#010203", "4")]
    [InlineData("\e[38:2:1:2:3;44m", "#010203", "4")]
    [InlineData("\e[38:2:0:1:2:3m", "#010203", "default")]
    [InlineData("\e[97;107m", "15", "15")]
    [InlineData("\e[31;44;39;49m", "default", "default")]
    public void Colours_are_read_in_each_notation(string sequence, string foreground, string background)
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write(sequence + "x");
        Assert.Equal((foreground, background), (t.Cell(0, 0).Foreground.ToString(), t.Cell(0, 0).Background.ToString()));
    }

    [Fact]
    public void Input_modes_follow_the_program()
    {
        using var t = new EmulatorHarness(20, 5);
        t.Write("\e[?1h\e=\e[?2004h\e[?1004h\e[?1003h\e[?1006h\e[>4;2m\e[>7u\e[20h");
        var modes = t.Emulator.InputModes;
        Assert.True(modes is
        {
            ApplicationCursor: true, ApplicationKeypad: true, BracketedPaste: true, FocusEvents: true, NewLine: true, ModifyOtherKeys: 2,
            MouseTracking: MouseTracking.Any, MouseEncoding: MouseEncoding.Sgr, KittyFlags: (KittyKeyboard)7,
        });
        t.Write("\ec");
        Assert.Equal(default, t.Emulator.InputModes);
    }

    [Fact]
    public void Changes_show_in_version_and_dirty_rows()
    {
        using var t = new EmulatorHarness(20, 5);
        var rows = new RowSet();
        t.Emulator.TakeDirtyRows(ref rows);
        rows.Clear();
        var version = t.Emulator.Version;
        t.Write("\e[2;1H");
        Assert.True(t.Emulator.Version > version);
        t.Write("ab\e[4;1Hc");
        t.Emulator.TakeDirtyRows(ref rows);
        Assert.True(rows is { Count: 2 });
        Assert.Equal((1, 3), (rows.Next(0), rows.Next(2)));
        version = t.Emulator.Version;
        t.Write("\e[c\e[?2004h");
        Assert.Equal(version, t.Emulator.Version);
    }

    [Fact]
    public void Row_sets_hold_ranges()
    {
        var rows = new RowSet();
        Assert.True(rows.IsEmpty);
        rows.AddRange(60, 130);
        Assert.Equal(71, rows.Count);
        Assert.Equal(60, rows.Next(0));
        rows.Remove(60);
        Assert.Equal(61, rows.Next(0));
        Assert.Equal(-1, rows.Next(131));
        rows.AddRange(0, CellSize.MaxRows - 1);
        Assert.Equal(CellSize.MaxRows, rows.Count);
    }
}
