namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>
    /// The escape sequences of a VT52. Unlike a real one, control sequences are still heard, so that a program which knows nothing of
    /// this mode can leave it (CSI ? 2 h), and so is RIS.
    /// </summary>
    private void Vt52Escape(byte final)
    {
        switch ((char)final)
        {
            case 'A': MoveUp(1); break;
            case 'B': MoveDown(1); break;
            case 'C': MoveForward(1); break;
            case 'D': MoveBack(1); break;
            case 'F': Designate(0, Charset.LineDrawing); break;
            case 'G': Designate(0, Charset.Ascii); break;
            case 'H': MoveTo(1, 1); break;
            case 'I': ReverseIndex(); break;
            case 'J': EraseDisplay(0, selective: false); break;
            case 'K': EraseLine(0, selective: false); break;
            case 'Y': ExpectVt52Address(2); break;
            case 'Z': Reply("\e/Z"); break;
            case '=' or '>': SetMode(Mode.ApplicationKeypad, final == '='); break;
            case '<': SetMode(Mode.Ansi, true); break;
            case 'c': FullReset(); break;
        }
    }

    private void ExpectVt52Address(byte bytes)
    {
        _state.Vt52AddressBytes = bytes;
        UpdatePlainText();
    }

    /// <summary>Row, then column, each as a character that counts from the space.</summary>
    private void Vt52Address(byte character)
    {
        if (_state.Vt52AddressBytes == 2) MoveToRow(character - ' ' + 1);
        else MoveToColumn(character - ' ' + 1);
        ExpectVt52Address((byte)(_state.Vt52AddressBytes - 1));
    }

    /// <summary>Either way the character sets are those of the beginning, as the DEC manuals say.</summary>
    private void AnsiModeChanged()
    {
        _cursor.Charsets = default;
        ExpectVt52Address(0);
    }
}
