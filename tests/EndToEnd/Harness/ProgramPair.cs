using System.Diagnostics;
using System.Text.RegularExpressions;
using Orchtui.TestKit;

namespace Orchtui.EndToEnd.Harness;

/// <summary>
/// The same shell in a pane of ours and in one of tmux: of the same size, in the same folder, with the same environment, at the same
/// keys. What both show has to be the same, cell by cell.
/// </summary>
internal sealed class ProgramPair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly OrchtuiHome _home;
    private readonly TmuxServer _tmux;
    private int _columns;
    private int _rows;

    private ProgramPair(OrchtuiHome home, int columns, int rows)
    {
        (_home, _columns, _rows) = (home, columns, rows);
        _tmux = new TmuxServer(home);
    }

    public string Pane { get; private set; } = "";

    public static async Task<ProgramPair> StartAsync(OrchtuiHome home, string folder, int columns = 80, int rows = 24)
    {
        var pair = new ProgramPair(home, columns, rows);
        // Each multiplexer adds variables of its own, and programs look at some of them.
        string[] command = ["env", "-i", .. home.Environment.Select(variable => $"{variable.Key}={variable.Value}"), "sh"];
        pair.Pane = await home.NewPaneAsync(["--cwd", folder, "--size", $"{columns}x{rows}", "--", .. command]);
        await pair._tmux.StartAsync(folder, columns, rows, command);
        await pair.SameAsync(@"^\$$");
        return pair;
    }

    /// <summary>Presses keys by tmux's names in both.</summary>
    public async Task PressAsync(params IReadOnlyList<string> keys)
    {
        (await _home.RunAsync(["pane", "send", Pane, .. keys])).Succeeded();
        await _tmux.SendAsync(keys);
    }

    /// <summary>Types a text as it is in both.</summary>
    public async Task TypeAsync(string text)
    {
        (await _home.RunAsync("pane", "send", Pane, "--literal", text)).Succeeded();
        await _tmux.TypeAsync(text);
    }

    public async Task RunAsync(string command)
    {
        await TypeAsync(command);
        await PressAsync("Enter");
    }

    public async Task ResizeAsync(int columns, int rows)
    {
        (await _home.RunAsync("pane", "resize", Pane, $"{columns}x{rows}")).Succeeded();
        await FollowAsync(columns, rows);
    }

    /// <summary>Gives tmux's pane the size that ours has got by other means.</summary>
    public Task FollowAsync(int columns, int rows)
    {
        (_columns, _rows) = (columns, rows);
        return _tmux.ResizeAsync(columns, rows);
    }

    /// <summary>Waits until both show what is expected and are the same; programs take their time to draw.</summary>
    public async Task SameAsync(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, TimeSpan.FromSeconds(5));
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var captures = await Task.WhenAll(_home.CaptureAsync(Pane, "--ansi"), _tmux.CaptureAsync());
            var ours = CapturedScreen.Read(captures[0], _columns, _rows);
            var theirs = CapturedScreen.Read(captures[1], _columns, _rows);
            if (ours.ToString() == theirs.ToString() && regex.IsMatch(string.Join('\n', ours.Text).TrimEnd('\n'))) return;
            if (clock.Elapsed > Patience)
                Assert.Fail($"Waited for /{pattern}/, the same in both. {TextDifference.Describe($"{theirs}", $"{ours}")}");
        }
    }

    public ValueTask DisposeAsync() => _tmux.DisposeAsync();
}
