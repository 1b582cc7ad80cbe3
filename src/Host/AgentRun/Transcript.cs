using System.Globalization;
using System.Text;
using Orchtui.Agents;

namespace Orchtui.Host.AgentRun;

/// <summary>
/// Renders a headless run for a person who looks into its pane: what the agent says and plans, one line per tool with its outcome folded
/// below it, changes of files as a diff, retries in one line each, and a last line with the result and its price. The sixteen colours of
/// any terminal, and marks and signs that speak without them. Every text is cleaned of control characters, as it comes from a model.
/// Messages are left to the terminal to wrap, so that they follow a resize; what is folded is cut to the columns there are.
/// </summary>
internal sealed class Transcript(Func<int> columns)
{
    private const int NumberColumns = 2;

    private readonly Dictionary<string, string> _calls = new(StringComparer.Ordinal);
    private AgentUsage? _usage;
    private AgentPlan? _plan;
    private string _said = "";
    private string _lastCall = "";
    private Block _last;

    /// <summary>What was written last, which decides what stands between it and the next thing.</summary>
    private enum Block
    {
        None,
        Message,
        Call,
        Retry,
        Other,
    }

    public static string Heading(string title, string agent) =>
        $"{Paint.Bold(TranscriptText.Line(title))}\n{Paint.Dim($"headless · {agent}")}\n";

    /// <summary>A line of standard error, or of the run itself.</summary>
    public static string Note(string text) => Paint.Dim($"! {TranscriptText.Line(text)}") + "\n";

    public string Render(AgentUpdate update) => update switch
    {
        AgentMessage message => Message(message.Text),
        AgentThought thought => Put(Block.Other, Paint.Dim(Cut($"∴ {TranscriptText.Line(thought.Text)}")) + "\n"),
        ToolCall call => Call(call),
        ToolCallUpdate { Status: ToolCallStatus.Started } => "",
        ToolCallUpdate call => Put(Block.Other, Outcome(call)),
        AgentPlan plan => Plan(plan),
        SessionStarted session => Put(Block.Other, Session(session)),
        RetryReport retry => Put(Block.Retry, Retry(retry)),
        RunEnded ended => Put(Block.Other, End(ended)),
        UsageReport report => Remember(report.Usage),
        _ => "",
    };

    /// <summary>Messages may come in pieces, so they are put together as they come.</summary>
    private string Message(string text)
    {
        var goesOn = _last == Block.Message;
        _said = goesOn ? _said + text : text;
        _last = Block.Message;
        return (goesOn ? "" : "\n") + TranscriptText.Clean(text);
    }

    private string Put(Block block, string text)
    {
        var separator = _last == Block.Message ? "\n" : "";
        _last = block;
        return separator + text;
    }

    private string Remember(AgentUsage usage)
    {
        _usage = usage;
        return "";
    }

    private string Call(ToolCall call)
    {
        var name = TranscriptText.Line(call.Name);
        _calls[call.CallId] = name;
        _lastCall = call.CallId;
        // What a tool is used for may take a second row: a command that is cut short tells the wrong thing.
        var summary = TranscriptText.Cut(TranscriptText.Line(call.Summary), (2 * columns()) - name.Length - 4);
        return Put(Block.Call, $"\n{Paint.Cyan("●")} {Paint.Bold(name)}{(summary.Length > 0 ? " " : "")}{summary}\n");
    }

    private string Outcome(ToolCallUpdate call)
    {
        var failed = call.Status == ToolCallStatus.Error;
        var mark = failed ? Paint.Red("✗") : Paint.Green("✔");
        // Tools that run side by side end in any order; the outcome says whose it is when that is not the line above.
        _calls.Remove(call.CallId, out var name);
        var whose = _last != Block.Call || _lastCall != call.CallId ? $"{name ?? "tool"}: " : "";
        if (call.Changes.Count > 0 && !failed)
            return string.Concat(call.Changes.Select((change, i) => $"  {mark} {(i == 0 ? whose : "")}{TranscriptDiff.Render(change, columns())}"));
        var fold = failed ? Fold.OfFailure : Fold.OfOutput;
        var lines = fold.Apply(call.Output).Select((line, i) => (i == 0 ? $"{whose}{line.Text}" : line.Text, line.IsHint)).ToList();
        if (lines.Count == 0) lines.Add((whose.TrimEnd(' ', ':'), false));
        return $"  {mark} {string.Join("\n    ", lines.Select(line => line.IsHint ? Paint.Dim(line.Item1) : Cut(line.Item1, 4)))}".TrimEnd() + "\n";
    }

    /// <summary>A plan in full when its steps are new; when only their standing changed, where it stands.</summary>
    private string Plan(AgentPlan plan)
    {
        var before = _plan;
        _plan = plan;
        var done = plan.Entries.Count(entry => entry.Status == PlanStatus.Completed);
        var heading = $"\n{Paint.Cyan("◇")} {Paint.Bold("Plan")} {done}/{plan.Entries.Count}";
        if (before is null || !plan.Entries.Select(entry => entry.Content).SequenceEqual(before.Entries.Select(entry => entry.Content)))
            return Put(Block.Other, $"{heading}\n{string.Concat(plan.Entries.Select(Step))}");
        var now = plan.Entries.FirstOrDefault(entry => entry.Status == PlanStatus.InProgress)?.Content;
        return Put(Block.Other, $"{heading}{(now is null ? "" : $" · {Cut(TranscriptText.Line(now), 16)}")}\n");
    }

    private string Step(PlanEntry entry)
    {
        var text = Cut(TranscriptText.Line(entry.Content), 4);
        return entry.Status switch
        {
            PlanStatus.Completed => $"  {Paint.Green("✔")} {Paint.Dim(text)}\n",
            PlanStatus.InProgress => $"  {Paint.Yellow("▸")} {text}\n",
            _ => $"  ○ {text}\n",
        };
    }

    private static string Session(SessionStarted session) =>
        Paint.Dim($"session {TranscriptText.Line(session.SessionId)}{(session.Model is { } model ? $" · {TranscriptText.Line(model)}" : "")}") + "\n";

    private string Retry(RetryReport retry)
    {
        var opening = _last == Block.Retry ? "" : "\n";
        var wait = retry.Delay > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $" in {retry.Delay.TotalSeconds:0.#} s") : "";
        var text = $"retry {retry.Attempt.ToString(CultureInfo.InvariantCulture)}{wait}: {TranscriptText.Line(retry.Error)} ({Words(retry.ErrorClass)})";
        return $"{opening}{Paint.Yellow("↻")} {Cut(text, NumberColumns)}\n";
    }

    private string End(RunEnded ended)
    {
        var result = ended.Result;
        var text = new StringBuilder();
        if (result.Text.Length > 0 && result.Text.Trim() != _said.Trim()) text.Append($"\n{TranscriptText.Clean(result.Text).TrimEnd()}\n");
        var mark = result.Succeeded
            ? Paint.Green(Paint.Bold("✔ done"))
            : Paint.Red(Paint.Bold($"✗ failed ({Words(result.ErrorClass)}, exit code {ended.ExitCode})"));
        var until = result.Until is { } moment ? string.Create(CultureInfo.InvariantCulture, $" · limited until {moment.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "";
        return text.Append($"\n{mark}{until}{Cost(result.Usage ?? _usage)}\n").ToString();
    }

    private static string Cost(AgentUsage? usage)
    {
        if (usage is null) return "";
        var cost = usage.CostUsd is { } dollars ? string.Create(CultureInfo.InvariantCulture, $" · ${dollars:0.00##}") : "";
        return string.Create(CultureInfo.InvariantCulture, $" · {usage.InputTokens:N0} in / {usage.OutputTokens:N0} out tokens{cost}");
    }

    /// <summary><c>RateLimit</c> reads <c>rate limit</c>.</summary>
    private static string Words(AgentErrorClass errorClass) =>
        string.Concat(errorClass.ToString().Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}")).TrimStart();

    private string Cut(string line, int indent = 0) => TranscriptText.Cut(line, columns() - indent);
}
