using System.Buffers;
using System.Text;

namespace Orchtui.Terminal.Parser;

/// <summary>
/// Turns a program's output into actions. The state machine is the one of https://vt100.net/emu/dec_ansi_parser with table-driven
/// transitions; in front of it stand fast paths for what output mostly is: runs of ASCII, whole CSI sequences and UTF-8 text inside one
/// span. Any split of the input gives the same actions, since what is incomplete goes through the state machine, which keeps its state.
/// Deviations from the diagram:
/// <list type="bullet">
/// <item>Input is UTF-8. Bytes from 0x80 are text in the ground state; C1 controls are recognised only there and only as
/// U+0080-U+009F, as xterm does; a string ends with BEL or ESC \ alone. Where the program left UTF-8 (<see cref="EightBit"/>), bytes are
/// the controls and characters of the diagram.</item>
/// <item>A byte from 0x80 inside an escape or control sequence ends it; the byte then counts as text.</item>
/// <item>Colons separate subparameters instead of making the sequence malformed.</item>
/// <item>OSC ends with BEL or ST. A string that any other ESC interrupts is dropped, and that ESC begins a new sequence.</item>
/// <item>Inside <c>DCS tmux;</c> a doubled ESC is data, so that what is wrapped stays inside.</item>
/// <item>ESC k … ST (a title in GNU screen) is swallowed.</item>
/// <item>DEL is ignored in the ground state.</item>
/// </list>
/// </summary>
internal sealed partial class VtParser
{
    /// <summary>As many as a terminal of the DEC line keeps, twice over; further ones are ignored.</summary>
    internal const int MaxParameters = 32;

    /// <summary>No parameter means anything beyond this.</summary>
    internal const int MaxParameterValue = 99_999;

    /// <summary>Long enough for a clipboard of useful size; a longer OSC is swallowed whole.</summary>
    internal const int MaxOscBytes = 1 << 20;

    /// <summary>Requests of settings and capabilities are short; everything longer is an image, which is not supported.</summary>
    internal const int MaxDcsBytes = 16 << 10;

    private const int InitialStringBytes = 256;

    /// <summary>A buffer that grew beyond this for one string (a clipboard) is not kept for the next.</summary>
    private const int KeptStringBytes = 16 << 10;

    private readonly int[] _parameters = new int[MaxParameters];
    private readonly byte[] _utf8 = new byte[4];
    private ArrayBufferWriter<byte> _string = new(InitialStringBytes);
    private State _state;
    private State _stringState;
    private int _count;
    private ulong _colons;
    private byte _prefix;
    private int _intermediates;
    private int _intermediateCount;
    private int _utf8Count;
    private byte _dcsFinal;
    private bool _overlong;

    /// <summary>The program asked for single bytes in place of UTF-8 (ESC % @).</summary>
    internal bool EightBit { get; set; }

    internal bool IsGround => _state == State.Ground && _utf8Count == 0;

    public void Advance<THandler>(ReadOnlySpan<byte> data, ref THandler handler) where THandler : struct, IVtHandler
    {
        var at = 0;
        while (at < data.Length)
        {
            if (_state != State.Ground)
            {
                at += _state < State.DcsString ? Step(data[at], ref handler) : String(data[at..], ref handler);
                continue;
            }

            var b = data[at];
            if (_utf8Count != 0)
            {
                at += ContinueUtf8(b, ref handler);
            }
            else if (b is >= 0x20 and <= 0x7e)
            {
                var run = data[at..];
                var length = run.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e);
                if (length >= 0) run = run[..length];
                handler.PrintAscii(run);
                at += run.Length;
            }
            else if (b == 0x1b)
            {
                var length = WholeCsi(data[at..], ref handler);
                if (length == 0)
                {
                    EnterEscape();
                    length = 1;
                }

                at += length;
            }
            else if (b >= 0x80)
            {
                at += EightBit ? Byte(b, ref handler) : Utf8(data[at..], ref handler);
            }
            else
            {
                handler.Execute(b);
                at++;
            }
        }
    }

    internal void Reset()
    {
        _state = State.Ground;
        _utf8Count = 0;
        EightBit = false;
        ClearSequence();
        ReleaseString();
    }

    private void EnterEscape()
    {
        _state = State.Escape;
        ClearSequence();
    }

    private void ClearSequence()
    {
        _count = 0;
        _colons = 0;
        _prefix = 0;
        _intermediates = 0;
        _intermediateCount = 0;
        _overlong = false;
    }

    /// <summary>One byte through the table.</summary>
    private int Step<THandler>(byte b, ref THandler handler) where THandler : struct, IVtHandler
    {
        if (b >= 0x80)
        {
            _state = State.Ground;
            return 0;
        }

        var entry = Transitions[(int)_state << 7 | b];
        _state = (State)(entry & 15);
        switch ((Action)(entry >> 4))
        {
            case Action.Execute: handler.Execute(b); break;
            case Action.Collect: Collect(b); break;
            case Action.Prefix: _prefix = b; break;
            case Action.Digit: Digit(b); break;
            case Action.Separator: Separate(colon: false); break;
            case Action.Colon: Separate(colon: true); break;
            case Action.EscapeDispatch when _intermediateCount <= 2: handler.Escape(_intermediates, b); break;
            case Action.CsiDispatch when _intermediateCount <= 2: handler.Csi(Sequence(b)); break;
            case Action.EnterEscape or Action.EnterCsi or Action.EnterDcs: ClearSequence(); break;
            case Action.Hook:
                _dcsFinal = b;
                BeginString();
                break;
            case Action.EnterOsc or Action.EnterIgnored: BeginString(); break;
        }

        return 1;
    }

    private CsiSequence Sequence(byte final) =>
        new(_prefix << 24 | _intermediates << 8 | final, _parameters.AsSpan(0, _count), _colons);

    private void Collect(byte b)
    {
        if (_intermediateCount < 2) _intermediates |= b << (_intermediateCount * 8);
        _intermediateCount++;
    }

    private void Digit(byte b)
    {
        if (_count == 0) _parameters[_count++] = -1;
        if (_overlong) return;
        ref var value = ref _parameters[_count - 1];
        value = Math.Min((value < 0 ? 0 : value * 10) + (b - '0'), MaxParameterValue);
    }

    private void Separate(bool colon)
    {
        if (_count == 0) _parameters[_count++] = -1;
        if (_count >= MaxParameters)
        {
            _overlong = true;
            return;
        }

        if (colon) _colons |= 1ul << _count;
        _parameters[_count++] = -1;
    }

    private int ContinueUtf8<THandler>(byte b, ref THandler handler) where THandler : struct, IVtHandler
    {
        _utf8[_utf8Count] = b;
        var status = Rune.DecodeFromUtf8(_utf8.AsSpan(0, _utf8Count + 1), out var rune, out _);
        if (status == OperationStatus.NeedMoreData)
        {
            _utf8Count++;
            return 1;
        }

        _utf8Count = 0;
        // The byte that broke the sequence may itself begin something.
        if (status == OperationStatus.InvalidData)
        {
            handler.Print(0xfffd);
            return 0;
        }

        Text((uint)rune.Value, ref handler);
        return 1;
    }

    private int Byte<THandler>(byte b, ref THandler handler) where THandler : struct, IVtHandler
    {
        if (b >= 0xa0) handler.PrintRight(b);
        else Text(b, ref handler);
        return 1;
    }

    private void Text<THandler>(uint codePoint, ref THandler handler) where THandler : struct, IVtHandler
    {
        if (codePoint >= 0xa0)
        {
            handler.Print(codePoint);
            return;
        }

        EnterEscape();
        Step((byte)(codePoint - 0x40), ref handler);
    }
}
