namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// A test of the real Codex, on the real program, with a scripted model: in a network namespace that holds nothing but the model server.
/// </summary>
public abstract class CodexTest : EndToEndTest
{
    private protected CodexWorkplace Workplace { get; private set; } = null!;

    private protected TemporaryRepository Repository => Workplace.Repository;

    public override async Task InitializeAsync()
    {
        Workplace = await CodexWorkplace.OpenAsync();
        Use(new OrchtuiHome(Workplace.Prefix));
        Play("ok");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Workplace.DisposeAsync();
    }

    /// <summary>Which scenario the model plays for agents started from now on.</summary>
    private protected void Play(string scenario) => Workplace.Play(Home, scenario);

    private protected Task<string> AddAsync(string mode, string prompt) =>
        Home.AddTaskAsync(Repository, "A task", "-b", prompt, "--agent", "codex", "--mode", mode);
}
