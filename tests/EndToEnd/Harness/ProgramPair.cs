using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
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

    private readonly TmuxServer _tmux;
    private RpcConnection _host = null!;
    private int _columns;
    private int _rows;

    private ProgramPair(OrchtuiHome home, int columns, int rows)
    {
        (_columns, _rows) = (columns, rows);
        _tmux = new TmuxServer(home);
    }

    public string Pane { get; private set; } = "";

    public static async Task<ProgramPair> StartAsync(OrchtuiHome home, string folder, int columns = 80, int rows = 24)
    {
        var pair = new ProgramPair(home, columns, rows);
        // Each multiplexer adds variables of its own, and programs look at some of them.
        string[] environment = [.. home.Environment.Select(variable => $"{variable.Key}={variable.Value}")];
        pair.Pane = await home.NewPaneAsync(["--cwd", folder, "--size", $"{columns}x{rows}", "--", .. Shell("here")]);
        pair._host = new RpcConnection(home);
        await pair._tmux.StartAsync(folder, columns, rows, Shell("there"));
        await pair.SameAsync(@"^\$$");
        return pair;

        // Programs that write their configuration do not write the other's.
        IEnumerable<string> Shell(string side) => ["env", "-i", .. environment, $"XDG_CONFIG_HOME={home[side]}", $"XDG_DATA_HOME={home[side]}", "sh"];
    }

    /// <summary>Presses keys by tmux's names in both.</summary>
    public async Task PressAsync(params IReadOnlyList<string> keys)
    {
        await CallAsync("pane.send", new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]) });
        await _tmux.SendAsync(keys);
    }

    /// <summary>Types a text as it is in both.</summary>
    public async Task TypeAsync(string text)
    {
        await CallAsync("pane.send", new JsonObject { ["literal"] = text });
        await _tmux.TypeAsync(text);
    }

    public async Task RunAsync(string command)
    {
        await TypeAsync(command);
        await PressAsync("Enter");
    }

    public async Task ResizeAsync(int columns, int rows)
    {
        await CallAsync("pane.resize", new JsonObject { ["size"] = $"{columns}x{rows}" });
        await FollowAsync(columns, rows);
    }

    /// <summary>Gives tmux's pane the size that ours has got by other means.</summary>
    public async Task FollowAsync(int columns, int rows)
    {
        (_columns, _rows) = (columns, rows);
        await _tmux.ResizeAsync(columns, rows);
        await Eventually.TrueAsync($"the pane has {columns}x{rows}", async () =>
            (await _host.CallAsync("pane.list", []))!.AsArray().Single(pane => pane!["id"]!.ToString() == Pane) is { } pane
            && pane["cols"]!.GetValue<int>() == columns && pane["rows"]!.GetValue<int>() == rows);
    }

    /// <summary>Waits until both show what is expected and are the same; programs take their time to draw.</summary>
    public async Task SameAsync(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, TimeSpan.FromSeconds(5));
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var ours = await CaptureAsync();
            var theirs = CapturedScreen.Read(await _tmux.CaptureAsync(), _columns, _rows);
            if (ours.ToString() == theirs.ToString() && regex.IsMatch(string.Join('\n', ours.Text).TrimEnd('\n'))) return;
            if (clock.Elapsed > Patience)
                Assert.Fail($"Waited for /{pattern}/, the same in both. {TextDifference.Describe($"{theirs}", $"{ours}")}");
        }
    }

    /// <summary>Waits until a client whose window is the pane alone shows what the pane holds, below its first row.</summary>
    public Task ShownByAsync(Screen client)
    {
        var pane = "";
        return Eventually.TrueAsync(
            "the client shows the pane as it is",
            async () => (pane = $"{await CaptureAsync()}") == $"{client.Part(1, _columns, _rows)}",
            Patience,
            () => TextDifference.Describe(pane, $"{client.Part(1, _columns, _rows)}"));
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _tmux.DisposeAsync();
    }

    private async Task<CapturedScreen> CaptureAsync()
    {
        var capture = await CallAsync("pane.capture", new JsonObject { ["ansi"] = true });
        return CapturedScreen.Read(capture!["text"]!.GetValue<string>(), _columns, _rows);
    }

    private Task<JsonNode?> CallAsync(string method, JsonObject parameters)
    {
        parameters["id"] = int.Parse(Pane, CultureInfo.InvariantCulture);
        return _host.CallAsync(method, parameters);
    }
}
