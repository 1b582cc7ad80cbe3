using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchtui.Host.Plugins;

/// <summary>
/// Tells whether a plugin's folder changed: a digest over the names, sizes and times of its files. Reading their content would be
/// surer and cost every look some megabytes.
/// </summary>
internal static class PluginFingerprint
{
    /// <summary>No plugin has as many files; a link to somewhere else may.</summary>
    private const int MaxFiles = 5_000;

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 16,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = true,
    };

    /// <summary>Null when the folder is changing under our eyes; the next look will see it whole.</summary>
    public static string? Of(string directory)
    {
        try
        {
            var files = new DirectoryInfo(directory).EnumerateFiles("*", Everything).Take(MaxFiles)
                .Select(Describe)
                .Order(StringComparer.Ordinal);
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files))));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A dangling link has no length.</summary>
    private static string Describe(FileInfo file) => string.Create(
        CultureInfo.InvariantCulture, $"{file.FullName}\0{(file.Exists ? file.Length : 0)}\0{file.LastWriteTimeUtc.Ticks}");
}
