namespace Orchtui.EndToEnd.Harness;

/// <summary>A test in which the built-in demo agent works on a repository of its own, faster than a person would watch.</summary>
public abstract class DemoTaskTest : EndToEndTest
{
    private protected const string Prompt = "Write the guide";
    private protected const string Notes = "docs/notes/write-the-guide.md";

    private protected TemporaryRepository Repository { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Repository = new TemporaryRepository();
        Home.Environment["DEMO_SPEED"] = "8";
    }

    public override async Task DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            Repository.Dispose();
        }
    }

    private protected async Task<string> FinishedAsync()
    {
        var id = await Home.AddTaskAsync(Repository, "A guide", "-b", Prompt, "--agent", "demo");
        await Home.WaitForTaskAsync(id, "in_review");
        return id;
    }

    /// <summary>The queue, attached from inside the repository, which the form then proposes as the project.</summary>
    private protected async Task<Screen> QueueAsync(string shows = "No tasks yet")
    {
        var screen = Start(Home.Program("attach"), 140, 40, Repository.Path);
        await screen.WaitForAsync("the queue", shows);
        return screen;
    }
}
