using Orchtui.Pty;

namespace Orchtui.SideBySide;

/// <summary>
/// A folder of its own and an environment with nothing of the caller's settings for all that is started for one subject. All of it carries
/// a mark in its environment, by which whatever outlives its orderly end is found and killed.
/// </summary>
internal sealed class Surroundings : IDisposable
{
    private const string Mark = "SIDE_BY_SIDE";

    private readonly Dictionary<string, string> _environment;

    public Surroundings(string name)
    {
        Folder = Directory.CreateTempSubdirectory($"side-by-side-{name}-").FullName;
        _environment = new()
        {
            ["PATH"] = Variable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = Directory.CreateDirectory(this["user"]).FullName,
            ["TERM"] = "xterm-256color",
            ["LANG"] = "C.UTF-8",
            ["SHELL"] = "/bin/sh",
            [Mark] = Folder,
        };
        if (Variable("DOTNET_ROOT") is { } runtime) _environment["DOTNET_ROOT"] = runtime;
    }

    public string Folder { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Environment => [.. _environment];

    /// <summary>A path in the folder.</summary>
    public string this[string relative] => Path.Combine(Folder, relative);

    public void Set(string variable, string value) => _environment[variable] = value;

    /// <summary>Kills what is left and removes the folder; says what could not be removed.</summary>
    public void Dispose()
    {
        foreach (var pid in ProcFile.Processes().Where(IsMarked)) ProcessSignals.Send(pid, Signal.Kill);
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException error)
        {
            // A program that is just ending may still write there.
            StandardStreams.Error.WriteLine($"{Folder} is left behind: {error.Message}");
        }
    }

    private bool IsMarked(int pid) => ProcFile.Read(pid, "environ").Split('\0').Contains($"{Mark}={Folder}");

    private static string? Variable(string name) => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
