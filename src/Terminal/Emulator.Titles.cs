using System.Text;
using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>xterm's own limit.</summary>
    private const int MaxTitleStack = 10;

    private readonly List<(string Title, string Icon)> _titles = [];

    /// <summary>OSC 0 sets title and icon name, 1 the icon name, 2 the title.</summary>
    private void SetTitles(int which, ReadOnlySpan<byte> text)
    {
        var name = _state.TitleModes.HasFlag(TitleModes.SetInHex) ? Text(FromHex(text)) : Text(text);
        SetTitles(which == 1 ? Title : name, which == 2 ? IconName : name);
    }

    private void SetTitles(string title, string icon)
    {
        IconName = icon;
        if (title == Title) return;
        Title = title;
        _changed = true;
        _listener.TitleChanged(title);
    }

    private void PushTitle(int which)
    {
        if (which is < 0 or > 2) return;
        if (_titles.Count == MaxTitleStack) _titles.RemoveAt(0);
        _titles.Add((Title, IconName));
    }

    private void PopTitle(int which)
    {
        if (which is < 0 or > 2 || _titles.Count == 0) return;
        var (title, icon) = _titles[^1];
        _titles.RemoveAt(_titles.Count - 1);
        SetTitles(which == 1 ? Title : title, which == 2 ? IconName : icon);
    }

    /// <summary>XTSMTITLE, XTRMTITLE: 0 and 1 are the notation in hexadecimal digits; 2 and 3 are UTF-8, which is always on.</summary>
    private void SetTitleModes(in CsiSequence s, bool on)
    {
        if (s.Count == 0) _state.TitleModes = TitleModes.Plain;
        for (var i = 0; i < s.Count; i++)
        {
            var mode = s.Value(i) switch { 0 => TitleModes.SetInHex, 1 => TitleModes.ReportInHex, _ => TitleModes.Plain };
            _state.TitleModes = on ? _state.TitleModes | mode : _state.TitleModes & ~mode;
        }
    }

    /// <summary>Answers with nothing unless the options allow it, for the answer reaches the program as if it were typed.</summary>
    private void ReplyTitle(char kind, string title)
    {
        var text = !_options.ReportTitles ? ""
            : _state.TitleModes.HasFlag(TitleModes.ReportInHex) ? Convert.ToHexString(Encoding.UTF8.GetBytes(title)) : title;
        Reply($"\e]{kind}{text}\e\\");
    }

    /// <summary>The bytes that pairs of hexadecimal digits stand for; nothing where they are malformed.</summary>
    private static ReadOnlySpan<byte> FromHex(ReadOnlySpan<byte> digits)
    {
        var bytes = new byte[digits.Length / 2];
        return Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : default;
    }
}
