using System.Globalization;
using Orchtui.Pty.Native;

namespace Orchtui.Pty;

/// <summary>Who started whom, as /proc tells it; elsewhere than on Linux nobody did.</summary>
public static class ProcessTable
{
    /// <summary>The parent of a process, 0 for one of another pid namespace; null when the process is gone or cannot be read.</summary>
    public static int? ParentOf(int pid)
    {
        try
        {
            // The second field, the name, may itself hold blanks and parentheses; the parent is the second one after it.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 3)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended meanwhile, or there is no descriptor left to look with.
            return null;
        }
    }

    /// <summary>The processes whose parent it is.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) => [.. All().Where(pid => ParentOf(pid) == parent)];

    /// <summary>Whether a process was started with a variable; no for one that is gone or somebody else's.</summary>
    public static bool WasStartedWith(int pid, string variable)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').Any(entry => entry.StartsWith(variable + "=", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>All processes that a process started, directly or not, in sessions of their own too.</summary>
    public static IReadOnlyList<int> DescendantsOf(int root)
    {
        var children = All().ToLookup(pid => ParentOf(pid) ?? 0);
        var found = new List<int>();
        var next = new Queue<int>(children[root]);
        while (next.TryDequeue(out var pid))
        {
            if (found.Contains(pid)) continue;
            found.Add(pid);
            foreach (var child in children[pid]) next.Enqueue(child);
        }

        return found;
    }

    /// <summary>Every process there is but init.</summary>
    internal static IEnumerable<int> All() => Platform.IsMacOs
        ? []
        : Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 1);
}
