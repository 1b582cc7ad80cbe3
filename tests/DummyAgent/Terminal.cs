using System.Text;
using Orchtui.Pty;

namespace Orchtui.DummyAgent;

/// <summary>Plain output to descriptor 1, without the framework's console.</summary>
internal static class Terminal
{
    internal static bool Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var result = RawTerminal.StandardOutput.Write(bytes);
            if (result.HungUp) return false;
            bytes = bytes[result.Count..];
        }

        return true;
    }

    internal static void Line(string text) => Write(Encoding.UTF8.GetBytes(text + "\n"));

    internal static int Fail(string message)
    {
        Line(message);
        return 2;
    }
}
