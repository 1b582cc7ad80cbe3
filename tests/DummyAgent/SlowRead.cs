using System.Security.Cryptography;
using Orchtui.Pty;

namespace Orchtui.DummyAgent;

/// <summary>Reads a known number of bytes in raw mode, hashing them slowly, then prints the SHA-256 of all of them.</summary>
internal static class SlowRead
{
    private const int RoundsPerRead = 200;

    internal static int Run(int bytes)
    {
        using var terminal = RawTerminal.TryOpen(RawTerminal.StandardInput, out var error);
        if (terminal is null) return Terminal.Fail(error.Message);
        terminal.EnterRaw();
        Terminal.Line("ready");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[512];
        while (bytes > 0)
        {
            var result = terminal.Read(buffer.AsSpan(0, Math.Min(buffer.Length, bytes)));
            if (result.HungUp) return 1;
            hash.AppendData(buffer, 0, result.Count);
            bytes -= result.Count;
            for (var i = 0; i < RoundsPerRead; i++) SHA256.HashData(buffer);
        }

        Terminal.Line(Convert.ToHexString(hash.GetHashAndReset()));
        return 0;
    }
}
