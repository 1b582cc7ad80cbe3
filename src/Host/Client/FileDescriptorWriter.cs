using System.Text;
using Orchtui.Pty;

namespace Orchtui.Host.Client;

/// <summary>Writes a line to a descriptor without the Console class, which would set up a terminal of its own idea.</summary>
internal static class FileDescriptorWriter
{
    public static void WriteLine(FileDescriptor descriptor, string text)
    {
        using var queue = new WriteQueue();
        queue.Enqueue(Encoding.UTF8.GetBytes(text + "\n"));
        queue.Flush(descriptor);
    }
}
