using Orchtui.Commands;
using Orchtui.Orchestration.Commands;
using Orchtui.Orchestration.Git;
using Orchtui.TestKit;

namespace Orchtui.Orchestration.Tests.Fakes;

/// <summary>A real git repository with one commit on <c>main</c>, and an author of its own.</summary>
internal sealed class TestRepository
{
    private TestRepository(string path) => Path = path;

    public static CommandRunner Commands { get; } = new(TimeProvider.System);

    public static GitClient Git { get; } = new(Commands);

    public string Path { get; }

    public GitRepository Repository => GitRepository.At(Git, Path);

    public static async Task<TestRepository> CreateAsync(TemporaryDirectory directory, string name = "project", bool commit = true)
    {
        var repository = new TestRepository(directory[name]);
        Directory.CreateDirectory(repository.Path);
        await repository.GitAsync("init", "--quiet", "--initial-branch=main");
        await repository.GitAsync("config", "user.name", "Test");
        await repository.GitAsync("config", "user.email", "test@localhost");
        if (commit) await repository.CommitAsync("README.md", "hello\n", "first");
        return repository;
    }

    public Task<string> GitAsync(params string[] arguments) => GitInAsync(Path, arguments);

    public static async Task<string> GitInAsync(string directory, params string[] arguments)
    {
        var result = await Commands.RunAsync(new Command { FileName = "git", Arguments = arguments, WorkingDirectory = directory });
        Assert.True(result.Succeeded, $"git {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput.TrimEnd('\n');
    }

    public async Task<string> CommitAsync(string file, string content, string message)
    {
        Write(file, content);
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "-m", message);
        return await GitAsync("rev-parse", "HEAD");
    }

    public void Write(string file, string content) => File.WriteAllText(System.IO.Path.Combine(Path, file), content);
}
