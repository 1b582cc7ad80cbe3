namespace Orchtui.EndToEnd.Harness;

/// <summary>A test with a home inside the namespace of a scripted model, in which the real Claude Code is installed.</summary>
public abstract class ClaudeTest : EndToEndTest
{
    private protected ClaudeWorkplace Claude { get; private set; } = null!;

    private protected TemporaryRepository Repository => Claude.Repository;

    public override async Task InitializeAsync()
    {
        Claude = await ClaudeWorkplace.OpenAsync();
        Use(new OrchtuiHome(Claude.Prefix));
        Claude.Play(Home, "ok");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Claude.DisposeAsync();
    }

    private protected Task<string> AddAsync(string title, string prompt, string mode = "headless", params IEnumerable<string> more) =>
        Home.AddTaskAsync(Repository, [title, "-b", prompt, "--agent", "claude", "--mode", mode, .. more]);

    private protected void WriteConfig(string text) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Home.Path).FullName, "config.yml"), text);

    /// <summary>The latest prompts that reached the model with tools to use: what agents work on, not titles and the like.</summary>
    private protected async Task<IReadOnlyList<TestKit.ModelRequest>> RequestsAsync() =>
        [.. (await Claude.Model.RequestsAsync()).Where(request => request is { Method: "POST", Tools: > 0 })];
}
