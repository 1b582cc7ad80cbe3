using System.Diagnostics;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>A real git repository with one commit, which goes with the test.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private readonly TemporaryDirectory _directory = new("orchtui-repo-");

    public TemporaryRepository(bool commit = true)
    {
        Git("init", "--quiet", "--initial-branch=main");
        Git("config", "user.name", "A Person");
        Git("config", "user.email", "person@example.com");
        if (!commit) return;
        Write("README.md", "# A repository\n");
        Commit("Begin");
    }

    public string Path => _directory.Path;

    public string Write(string file, string content) => _directory.Write(file, content);

    public bool Has(string file) => File.Exists(_directory[file]);

    public void Commit(string message)
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--message", message);
    }

    public string Git(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", Path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {error.Result}");
        return output.Trim();
    }

    public void Dispose() => _directory.Dispose();
}
