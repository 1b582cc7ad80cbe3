using System.Reflection;

namespace Orchtui.EndToEnd.Harness;

/// <summary>The program under test: the one that <c>ORCHTUI_PROGRAM</c> names, else the one that was built with these tests.</summary>
internal static class OrchtuiProgram
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var named = Environment.GetEnvironmentVariable("ORCHTUI_PROGRAM");
        var path = named is { Length: > 0 } ? System.IO.Path.GetFullPath(named) : Built();
        return File.Exists(path) ? path : throw new InvalidOperationException($"There is no program at {path}.");
    }

    private static string Built() => typeof(OrchtuiProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "OrchtuiProgram").Value!;
}
