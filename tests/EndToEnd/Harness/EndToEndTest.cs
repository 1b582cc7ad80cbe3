namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// A test with a home and any number of screens of its own. All of it is taken down after the test, and what is left behind fails it.
/// </summary>
public abstract class EndToEndTest : IAsyncLifetime
{
    private readonly List<Screen> _screens = [];

    private protected OrchtuiHome Home { get; private set; } = null!;

    public virtual Task InitializeAsync()
    {
        Home = new OrchtuiHome();
        return Task.CompletedTask;
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var screen in _screens) screen.Dispose();
        await Home.DisposeAsync();
    }

    /// <summary>Uses another home, such as one inside a network namespace.</summary>
    private protected void Use(OrchtuiHome home) => Home = home;

    private protected Screen Attach(int columns = 80, int rows = 24, params IEnumerable<string> options) =>
        Start(Home.Program(["attach", .. options]), columns, rows);

    private protected Screen Start(IReadOnlyList<string> arguments, int columns = 80, int rows = 24, string? directory = null)
    {
        var screen = Screen.Start(Home, arguments, columns, rows, directory);
        _screens.Add(screen);
        return screen;
    }

    /// <summary>Attaches and waits for the queue.</summary>
    private protected async Task<Screen> AttachedAsync(int columns = 80, int rows = 24, params IReadOnlyList<string> options)
    {
        var screen = Attach(columns, rows, options);
        await screen.WaitForAsync("the screen is drawn", "^ orchtui ");
        return screen;
    }
}
