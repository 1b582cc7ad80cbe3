using Orchtui.Terminal.Parser;

namespace Orchtui.Terminal;

public sealed partial class Emulator
{
    /// <summary>Hands the parser's actions on; a struct, so that the parser is compiled for it and calls directly.</summary>
    private readonly struct Sink(Emulator emulator) : IVtHandler
    {
        public void PrintAscii(ReadOnlySpan<byte> text) => emulator.PrintAscii(text);

        public void Print(uint codePoint) => emulator.PrintCodePoint(codePoint);

        public void PrintRight(byte character) => emulator.PrintRight(character);

        public void Execute(byte control) => emulator.Execute(control);

        public void Csi(in CsiSequence sequence) => emulator.Csi(in sequence);

        public void Escape(int intermediates, byte final) => emulator.Escape(intermediates, final);

        public void Osc(ReadOnlySpan<byte> text, bool endedByBell) => emulator.Osc(text, endedByBell);

        public void Dcs(in CsiSequence header, ReadOnlySpan<byte> data) => emulator.Dcs(in header, data);
    }
}
