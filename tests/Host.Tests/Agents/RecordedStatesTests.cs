using System.Globalization;
using System.Text;
using Orchtui.Agents;
using Orchtui.Host.Tests.Plugins;
using Orchtui.Orchestration.Tasks;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Agents;

/// <summary>
/// Over all recordings of the real CLIs, with the product's own plugins: what they did beside what is seen of it. Makes a part of
/// docs/agents.md.
/// </summary>
public sealed class RecordedStatesTests : IAsyncLifetime, IDisposable
{
    private readonly PluginHome _plugins = new();

    private IReadOnlyList<IAgentProvider> Agents => _plugins.Catalog.Agents;

    public async Task InitializeAsync()
    {
        foreach (var agent in new[] { "Claude", "Codex", "OpenCode" }) _plugins.Drop(agent);
        await _plugins.RescanAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _plugins.Dispose();

    [RequiresFact("shared")]
    public void What_the_recordings_show_is_what_the_document_says()
    {
        var text = new StringBuilder();
        Timed(text);
        Ends(text);
        Headless(text);
        new DocumentSection("docs/agents.md", "recordings").Matches(text.ToString());
    }

    [RequiresFact("shared")]
    public void Every_recording_is_played()
    {
        var folder = Path.Combine(Requirement.SharedFolder!, "agents");
        var found = new[] { "*-tui*.timed.jsonl", "*-tui*.raw", "claude-hooks-*.jsonl", "*-headless-*.jsonl" }
            .SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
        Assert.Equal(found, ExpectedRun.All.Select(run => run.File).Order(StringComparer.Ordinal));
    }

    private IAgentProvider Provider(ExpectedRun run) => Agents.Single(agent => agent.Profile.Id == run.Agent);

    private void Timed(StringBuilder text)
    {
        text.Append("| recording | did, from second | was seen, from second | latest by | wrong for |\n| --- | --- | --- | --- | --- |\n");
        var all = new Dictionary<string, List<StateComparison>>();
        var questions = new List<string>();
        foreach (var expected in ExpectedRun.Of("screen").Concat(ExpectedRun.Of("hooks")))
        {
            using var run = expected.Kind == "hooks"
                ? RecordedRun.Hooks(expected.Path, Provider(expected).OpenObserver())
                : RecordedRun.Timed(expected.Path, Provider(expected).OpenObserver(), expected.Size);
            var comparison = new StateComparison(expected.Spans, run.Seen, run.Length);
            var how = $"{expected.Agent}, {(expected.Kind == "hooks" ? "hooks alone" : "screen and title alone")}";
            if (!all.TryGetValue(how, out var some)) all[how] = some = [];
            some.Add(comparison);
            Assert.Equal(comparison.Expected[^1].State, run.Last);
            if (run.QuestionAt is { } known)
                questions.Add(string.Create(CultureInfo.InvariantCulture, $"{Name(expected)} {known - expected.Spans.First(span => span.State == "waiting").From:0.0} s"));
            text.Append(CultureInfo.InvariantCulture, $"| {Name(expected)} | {string.Join(", ", comparison.Expected)} | {string.Join(", ", comparison.Seen)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {comparison.Worst} | {comparison.Wrong:0.0} of {comparison.Length:0.0} s |\n");
        }

        text.Append("\n| agent | states seen | of the time right |\n| --- | --- | --- |\n");
        foreach (var (how, runs) in all)
        {
            var states = runs.SelectMany(run => run.Late).ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {how} | {states.Count(late => late is not null)} of {states.Count} ");
            text.Append(CultureInfo.InvariantCulture, $"| {100 * (1 - (runs.Sum(run => run.Wrong) / runs.Sum(run => run.Length))):0.0} % |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nFrom the dialog drawn to its question with its answers known: {string.Join(", ", questions)}.\n");
    }

    private void Ends(StringBuilder text)
    {
        text.Append("\n| screen without times | did at the end | was seen |\n| --- | --- | --- |\n");
        foreach (var expected in ExpectedRun.Of("still"))
        {
            using var run = RecordedRun.Still(expected.Path, Provider(expected).OpenObserver(), expected.Size);
            Assert.Equal((expected.File, expected.Last), (expected.File, run.Last));
            text.Append(CultureInfo.InvariantCulture, $"| {Name(expected)} | {expected.Last} | {run.Last} |\n");
        }
    }

    private void Headless(StringBuilder text)
    {
        text.Append("\n| headless run | exit code | came to | was seen |\n| --- | --- | --- | --- |\n");
        foreach (var expected in ExpectedRun.Of("headless"))
        {
            var stream = Provider(expected).OpenStream();
            foreach (var line in File.ReadLines(expected.Path)) stream.Read(line);
            var errors = expected.Path + ".stderr";
            var seen = stream.Finish(expected.ExitCode, File.Exists(errors) ? File.ReadAllText(errors) : "").ErrorClass;
            Assert.Equal((expected.File, expected.ErrorClass), (expected.File, seen));
            text.Append(CultureInfo.InvariantCulture, $"| {Name(expected)} | {expected.ExitCode} | {Lower(expected.ErrorClass)} | {Lower(seen)} |\n");
        }
    }

    private static string Name(ExpectedRun run) => run.File[..run.File.IndexOf('.')].Replace("-headless", "", StringComparison.Ordinal);

    private static string Lower(AgentErrorClass word) => SnakeCase.Text(word).Replace('_', ' ');
}
