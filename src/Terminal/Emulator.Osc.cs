using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>Longer titles and paths are cut: nobody can read them, and a list of panes holds many.</summary>
    private const int MaxTitleChars = 1024;

    private void Osc(ReadOnlySpan<byte> text, bool bell)
    {
        var split = text.IndexOf((byte)';');
        var command = split < 0 ? text : text[..split];
        var rest = split < 0 ? default : text[(split + 1)..];
        if (!Utf8Parser.TryParse(command, out int number, out var parsed) || parsed != command.Length) return;
        switch (number)
        {
            case 0 or 1 or 2: SetTitles(number, rest); break;
            case 4: PaletteColors(rest, 4, bell); break;
            case 5: PaletteColors(rest, 5, bell); break;
            case 7: SetWorkingDirectory(Text(rest)); break;
            case 8: SetHyperlink(rest); break;
            case 9: NotificationOrProgress(rest); break;
            case >= 10 and <= 19: DynamicColors(number, rest, bell); break;
            case 52: Clipboard(rest); break;
            case 99: KittyNotification(rest, bell); break;
            case 104: ResetPalette(rest); break;
            case 105: ResetSpecialColors(rest); break;
            case >= 110 and <= 119: SetDynamicColor(number - 100, 0); break;
            case 133 or 633: if (rest.Length > 0 && rest[0] is >= (byte)'A' and <= (byte)'D') MarkPrompt((char)rest[0]); break;
            case 777: UrxvtNotification(Text(rest)); break;
            case 7501: SetStatus(rest, bell); break;
        }
    }

    private void MarkPrompt(char kind)
    {
        if (kind is 'A' or 'C') _grid.Flags(_cursor.Row) |= (byte)(kind == 'A' ? PromptMarks.Prompt : PromptMarks.Output);
        _listener.PromptMark(kind);
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxTitleChars * 4) bytes = bytes[..(MaxTitleChars * 4)];
        var text = Encoding.UTF8.GetString(bytes);
        // C1 controls in a title could reach an outer terminal.
        if (text.Any(char.IsControl)) text = string.Concat(text.Where(c => !char.IsControl(c)));
        return text.Length > MaxTitleChars ? text[..MaxTitleChars] : text;
    }

    private void SetWorkingDirectory(string text)
    {
        if (text.StartsWith("file://", StringComparison.Ordinal))
        {
            var slash = text.IndexOf('/', "file://".Length);
            if (slash < 0) return;
            text = Uri.UnescapeDataString(text[slash..]);
        }

        WorkingDirectory = text.StartsWith('/') ? text : null;
        _changed = true;
    }

    private void SetHyperlink(ReadOnlySpan<byte> text)
    {
        var split = text.IndexOf((byte)';');
        if (split < 0) return;
        var id = ReadOnlySpan<byte>.Empty;
        foreach (var range in text[..split].Split((byte)':'))
            if (text[range].StartsWith("id="u8)) id = text[range][3..];
        _cursor.Link = _extras.InternLink(id, text[(split + 1)..]);
        UpdateExtra();
    }

    private void NotificationOrProgress(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 2 && text[0] == '4' && text[1] == ';')
        {
            ReportProgress(Encoding.ASCII.GetString(text[2..]).Split(';'));
            return;
        }

        // ConEmu's other numbered commands are not notifications.
        var split = text.IndexOf((byte)';');
        if (split is 1 or 2 && char.IsAsciiDigit((char)text[0]) && char.IsAsciiDigit((char)text[split - 1])) return;
        if (text.Length > 0) _listener.Notification("", Text(text));
    }

    private void ReportProgress(string[] parts)
    {
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var state) || state > 4) return;
        var percent = 0;
        if (parts.Length > 1) int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out percent);
        SetProgress(state == 0 ? null : new ProgressReport((ProgressState)state, Math.Min(percent, 100)));
    }

    private void SetProgress(ProgressReport? progress)
    {
        if (Progress == progress) return;
        Progress = progress;
        _changed = true;
        _listener.ProgressChanged(progress);
    }

    private void UrxvtNotification(string text)
    {
        var parts = text.Split(';', 3);
        if (parts[0] == "notify") _listener.Notification(parts.Length > 2 ? parts[1] : "", parts[^1]);
    }

    /// <summary>Kitty's notifications in their plain form; the support query is answered.</summary>
    private void KittyNotification(ReadOnlySpan<byte> text, bool bell)
    {
        var split = text.IndexOf((byte)';');
        if (split < 0) return;
        var id = "0";
        var part = "title";
        var encoded = false;
        foreach (var pair in Encoding.ASCII.GetString(text[..split]).Split(':'))
        {
            if (pair.StartsWith("i=", StringComparison.Ordinal)) id = pair[2..];
            else if (pair.StartsWith("p=", StringComparison.Ordinal)) part = pair[2..];
            else if (pair == "e=1") encoded = true;
        }

        var payload = encoded ? Decode(text[(split + 1)..]) : Text(text[(split + 1)..]);
        if (part == "?") ReplyOsc($"99;i={new string([.. id.Where(char.IsAsciiLetterOrDigit)])}:p=?;p=title,body", bell);
        else if (part is "title" && payload.Length > 0) _listener.Notification(payload, "");
        else if (part is "body" && payload.Length > 0) _listener.Notification("", payload);
    }

    private void Clipboard(ReadOnlySpan<byte> text)
    {
        var split = text.IndexOf((byte)';');
        if (split < 0) return;
        var data = text[(split + 1)..];
        // Reading the clipboard is refused: the answer would hand a program what the user copied elsewhere.
        if (data.SequenceEqual("?"u8)) return;
        var selection = split == 0 ? 'c' : (char)text[0];
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Length)];
        var status = Base64.DecodeFromUtf8(data, bytes, out _, out var written);
        if (status == System.Buffers.OperationStatus.Done) _listener.ClipboardWrite(selection, bytes.AsSpan(0, written));
    }

    private static string Decode(ReadOnlySpan<byte> base64)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Base64.DecodeFromUtf8(base64, bytes, out _, out var written) == System.Buffers.OperationStatus.Done
            ? Text(bytes.AsSpan(0, written)) : "";
    }

    /// <summary>OSC 7501: key=value pairs with colons between; title and msg are base64.</summary>
    private void SetStatus(ReadOnlySpan<byte> text, bool bell)
    {
        if (text.SequenceEqual("?"u8))
        {
            ReplyOsc("7501;?", bell);
            return;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Text(text).Split(':'))
        {
            var split = pair.IndexOf('=');
            if (split > 0) values[pair[..split]] = pair[(split + 1)..];
        }

        if (!values.TryGetValue("state", out var state)) return;
        var status = new ProgramStatus(state)
        {
            Id = values.GetValueOrDefault("id"),
            App = values.GetValueOrDefault("app"),
            Kind = values.GetValueOrDefault("kind"),
            Progress = values.GetValueOrDefault("progress"),
            Title = values.TryGetValue("title", out var title) ? Decode(Encoding.ASCII.GetBytes(title)) : null,
            Message = values.TryGetValue("msg", out var message) ? Decode(Encoding.ASCII.GetBytes(message)) : null,
        };
        Status = state == "clear" ? null : status;
        _changed = true;
        _listener.StatusChanged(status);
    }
}
