#pragma warning disable RS0030 // This is the one place here that owns the standard streams; the programs inside panes do without Console.
namespace Orchtui.SideBySide;

internal static class StandardStreams
{
    public static TextWriter Out => Console.Out;

    public static TextWriter Error => Console.Error;
}
