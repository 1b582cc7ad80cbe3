using System.Runtime.InteropServices;
using System.Text;

namespace Orchtui.Pty;

/// <summary>A null-terminated vector of null-terminated UTF-8 strings in one native block, as exec wants its arguments.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private void* _block;

    internal NativeStrings(IEnumerable<string> values)
    {
        var encoded = values.Select(Encode).ToArray();
        var table = (nuint)((encoded.Length + 1) * sizeof(byte*));
        var length = encoded.Aggregate(table, (sum, bytes) => sum + (nuint)bytes.Length + 1);
        _block = NativeMemory.Alloc(length);
        var pointers = (byte**)_block;
        var next = (byte*)_block + table;
        for (var i = 0; i < encoded.Length; i++)
        {
            pointers[i] = next;
            encoded[i].CopyTo(new Span<byte>(next, encoded[i].Length));
            next += encoded[i].Length;
            *next++ = 0;
        }

        pointers[encoded.Length] = null;
    }

    internal byte** Pointers => (byte**)_block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }

    private static byte[] Encode(string value) => value.Contains('\0')
        ? throw new ArgumentException("An argument or environment value cannot contain a NUL character.", nameof(value))
        : Encoding.UTF8.GetBytes(value);
}
