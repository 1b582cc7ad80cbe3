using System.Text;

namespace Orchtui.DummyAgent;

/// <summary>Numbered lines of 12 digits as fast as they are taken, so that a reader can prove that none is missing.</summary>
internal static class Flood
{
    private const int LinesPerWrite = 500;

    internal static int Run(long lines)
    {
        var text = new StringBuilder();
        for (long next = 0; next < lines;)
        {
            text.Clear();
            for (var i = 0; i < LinesPerWrite && next < lines; i++) text.Append($"{next++:d12}\n");
            if (!Terminal.Write(Encoding.ASCII.GetBytes(text.ToString()))) return 1;
        }

        return 0;
    }
}
