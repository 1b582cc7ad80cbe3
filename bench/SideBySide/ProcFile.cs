using System.Globalization;
using System.Text;

namespace Orchtui.SideBySide;

/// <summary>What Linux tells of processes in /proc.</summary>
internal static class ProcFile
{
    public static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 1);

    /// <summary>A process's memory in MiB, that shared with others in proportion (PSS).</summary>
    public static double MemoryOf(IEnumerable<int> pids) => pids.Sum(pid =>
    {
        const string Field = "Pss:";
        var line = Read(pid, "smaps_rollup").Split('\n').FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return line is null ? 0 : Number(line[Field.Length..].Replace("kB", "").Trim()) / 1024d;
    });

    /// <summary>The seconds of processor time that processes have taken, counted in hundredths.</summary>
    public static double ProcessorTimeOf(IEnumerable<int> pids) => pids.Sum(pid =>
    {
        const int UserTime = 11, SystemTime = 12;
        var stat = Read(pid, "stat");
        // The second field, the name, may itself hold blanks and parentheses.
        var fields = stat.Length > 0 ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];
        return fields.Length > SystemTime ? (Number(fields[UserTime]) + Number(fields[SystemTime])) / 100d : 0;
    });

    /// <summary>A process may end while it is read, and another user's is closed to us: both read as nothing.</summary>
    public static string Read(int pid, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/{file}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
