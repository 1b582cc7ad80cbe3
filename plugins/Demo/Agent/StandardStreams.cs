using Microsoft.Win32.SafeHandles;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>
/// The program's standard input, output and error as plain byte streams, without the console class and what it sets up. Meant for
/// terminals and pipes: on a regular file a stream keeps a position of its own.
/// </summary>
internal static class StandardStreams
{
    public static FileStream OpenInput() => new(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    public static FileStream OpenOutput() => new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    public static FileStream OpenError() => new(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
