using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// A test of the real OpenCode, on the real program, with a scripted model: in a network namespace that holds nothing but the model server.
/// </summary>
public abstract class OpenCodeTest : EndToEndTest
{
    private protected OpenCodeWorkplace OpenCode { get; private set; } = null!;

    private protected TemporaryRepository Repository => OpenCode.Repository;

    public override async Task InitializeAsync()
    {
        OpenCode = await OpenCodeWorkplace.OpenAsync();
        Use(new OrchtuiHome(OpenCode.Prefix));
        Play("ok");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await OpenCode.DisposeAsync();
    }

    /// <summary>Which scenario the model plays for agents started from now on.</summary>
    private protected void Play(string scenario) => OpenCode.Play(Home, scenario);

    private protected Task<string> AddAsync(string prompt, string mode) =>
        Home.AddTaskAsync(Repository, "Write the notes", "-b", prompt, "--agent", "opencode", "--mode", mode);

    private protected async Task<IReadOnlyList<ModelRequest>> AskedOfModelAsync() =>
        [.. (await OpenCode.Model.RequestsAsync()).Where(request => request.Tools > 0)];
}
