using System.Runtime.CompilerServices;
using Xunit;

namespace Orchtui.TestKit;

/// <summary>
/// Compares a text with the one kept beside the test as <c>Snapshots/TestFile.Name.txt</c>.
/// <c>ORCHTUI_ACCEPT=1</c> writes what was seen instead of comparing it.
/// </summary>
public static class Snapshot
{
    public static void Matches(string actual, string name, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(
            Path.GetDirectoryName(testFile)!, "Snapshots", $"{Path.GetFileNameWithoutExtension(testFile)}.{name}.txt");
        actual = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("ORCHTUI_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"No snapshot {path}; run with ORCHTUI_ACCEPT=1 to keep this one:\n{actual}");
        var expected = File.ReadAllText(path);
        Assert.True(expected == actual, TextDifference.Describe(expected, actual));
    }
}
