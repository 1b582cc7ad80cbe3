#pragma warning disable RS0030 // This is the one place that owns the standard streams of the command line.
namespace Orchtui.Host.Cli;

/// <summary>Standard input, output and error of the command line. Not for the client or a pane's program: Console sets up a terminal of its own idea.</summary>
internal static class StandardStreams
{
    public static TextWriter Out => Console.Out;

    public static TextWriter Error => Console.Error;

    public static bool IsOutputTerminal => !Console.IsOutputRedirected;

    public static bool IsInputTerminal => !Console.IsInputRedirected;

    public static Stream OpenInput() => Console.OpenStandardInput();

    public static Stream OpenOutput() => Console.OpenStandardOutput();
}
