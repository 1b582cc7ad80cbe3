using System.Runtime.InteropServices;
using Xunit;

namespace Orchtui.TestKit;

/// <summary>
/// What a test may need beyond the .NET SDK and git. Where it is missing the test says so and is skipped, except when
/// <c>ORCHTUI_REQUIRE_ALL=1</c> (as in CI): then it runs, and fails for the reason it should. The shared recordings cannot be
/// installed, so what needs them is skipped wherever they are not.
/// </summary>
public static class Requirement
{
    /// <summary>The folder of recordings that only some machines have.</summary>
    public static string? SharedFolder => Environment.GetEnvironmentVariable("ORCHTUI_SHARED") is { Length: > 0 } path ? path : null;

    public static string? Missing(string[] needs)
    {
        var mustRun = Environment.GetEnvironmentVariable("ORCHTUI_REQUIRE_ALL") == "1";
        var missing = needs.Where(need => !IsMet(need) && (!mustRun || need == "shared")).ToArray();
        return missing.Length == 0 ? null : $"needs {string.Join(", ", missing)}";
    }

    private static bool IsMet(string need) => need switch
    {
        "root" => Environment.IsPrivilegedProcess,
        "linux" => RuntimeInformation.IsOSPlatform(OSPlatform.Linux),
        "shared" => SharedFolder is not null,
        _ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(dir => File.Exists(Path.Combine(dir, need))),
    };
}

/// <summary>A fact that needs programs (by name), <c>root</c>, <c>linux</c> or the <c>shared</c> recordings.</summary>
public sealed class RequiresFactAttribute : FactAttribute
{
    public RequiresFactAttribute(params string[] needs) => Skip = Requirement.Missing(needs);
}

/// <summary>A theory that needs programs (by name), <c>root</c>, <c>linux</c> or the <c>shared</c> recordings.</summary>
public sealed class RequiresTheoryAttribute : TheoryAttribute
{
    public RequiresTheoryAttribute(params string[] needs) => Skip = Requirement.Missing(needs);
}
