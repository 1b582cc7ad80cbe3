using System.Buffers;
using System.Text;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Commands;

/// <summary>Turns words of a <c>send</c> call into what a terminal sends: tmux key names become keys, everything else is typed.</summary>
internal static class KeyText
{
    public static byte[] Encode(IReadOnlyList<string> words, InputModes modes)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var word in words)
        {
            if (word.EnumerateRunes().Count() != 1 && KeyName.TryParse(word, out var key)) KeyEncoder.Encode(key, modes, output);
            else output.Write(Encoding.UTF8.GetBytes(word));
        }

        return output.WrittenSpan.ToArray();
    }
}
