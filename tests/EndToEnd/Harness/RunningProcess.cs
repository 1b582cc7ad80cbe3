using System.Globalization;
using System.Text;
using Orchtui.Pty;

namespace Orchtui.EndToEnd.Harness;

/// <summary>A process as the system lists it. Ended ones that nobody has reaped yet do not count as running.</summary>
internal sealed record RunningProcess(int Pid, string CommandLine)
{
    public static IReadOnlyList<RunningProcess> WithVariable(string name, string value)
    {
        var found = new List<RunningProcess>();
        var wanted = $"{name}={value}";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (Read(pid, "environ").Split('\0').Contains(wanted) && IsAlive(pid)) found.Add(new(pid, CommandLineOf(pid)));
        }

        return found;
    }

    /// <summary>The children of a process, by a fragment of their command line.</summary>
    public static IReadOnlyList<RunningProcess> ChildrenOf(int parent, string fragment = "") =>
        [.. Read(parent, $"task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))
            .Select(pid => new RunningProcess(pid, CommandLineOf(pid)))
            .Where(child => child.CommandLine.Contains(fragment))];

    public static bool IsAlive(int pid) =>
        Read(pid, "stat") is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');

    /// <summary>The processor time a process has taken, in hundredths of a second.</summary>
    public static long TicksOf(int pid)
    {
        var fields = Read(pid, "stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];
        return fields.Length > 12 ? long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture) : 0;
    }

    public void Kill() => ProcessSignals.Send(Pid, Signal.Kill);

    public override string ToString() => $"{Pid} {CommandLine}";

    private static string CommandLineOf(int pid) => Read(pid, "cmdline").Replace('\0', ' ');

    /// <summary>A process may end while it is read, and another user's is closed to us: both read as nothing.</summary>
    private static string Read(int pid, string file)
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
}
