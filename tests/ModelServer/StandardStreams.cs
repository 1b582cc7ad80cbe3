using Microsoft.Win32.SafeHandles;

namespace Orchtui.ModelServer;

/// <summary>The process's input and output as plain byte streams on descriptors 0 and 1.</summary>
internal static class StandardStreams
{
    public static Stream Input() => Open(0, FileAccess.Read);

    public static Stream Output() => Open(1, FileAccess.Write);

    private static FileStream Open(nint descriptor, FileAccess access) =>
        new(new SafeFileHandle(descriptor, ownsHandle: false), access, bufferSize: 0);
}
