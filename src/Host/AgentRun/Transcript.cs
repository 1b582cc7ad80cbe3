using System.Globalization;
using System.Text;
using Orchtui.Agents;

namespace Orchtui.Host.AgentRun;

/// <summary>
/// Renders a headless run for a person who looks into its pane: what the agent says, one line per tool with its outcome below it,
/// retries, and a last line with the result. Plain SGR only and marks that speak without colour. Every text is cleaned of control
/// characters, as it comes from a model.
/// </summary>
internal sealed class Transcript
{
    private const int FoldedLines = 3;
    private const int ErrorLines = 8;
    private const int MaxLine = 400;

    private AgentUsage? _usage;
    private string _said = "";
    private bool _inMessage;

    public static string Heading(string title, string agent) => $"{Bold(Line(title))}\n{Dim($"headless · {agent}")}\n";

    public string Render(AgentUpdate update)
    {
        if (update is AgentMessage message) return Message(message.Text);
        var text = update switch
        {
            AgentThought thought => Dim($"∴ {Line(thought.Text)}\n"),
            ToolCall call => $"\n● {Bold(Line(call.Name))} {Line(call.Summary)}\n",
            ToolCallUpdate call => Outcome(call),
            SessionStarted session => Dim($"session {Line(session.SessionId)}{(session.Model is { } model ? $" · {Line(model)}" : "")}\n"),
            RetryReport retry => Retry(retry),
            RunEnded ended => End(ended),
            UsageReport report => Remember(report.Usage),
            _ => "",
        };
        if (text.Length == 0) return "";
        var separator = _inMessage ? "\n" : "";
        _inMessage = false;
        return separator + text;
    }

    /// <summary>A line of standard error, or of the run itself.</summary>
    public static string Note(string text) => Dim($"! {Line(text)}\n");

    /// <summary>Messages may come in pieces, so they are put together as they come.</summary>
    private string Message(string text)
    {
        var opening = _inMessage ? "" : "\n";
        _said = _inMessage ? _said + text : text;
        _inMessage = true;
        return opening + Clean(text);
    }

    private string Remember(AgentUsage usage)
    {
        _usage = usage;
        return "";
    }

    private static string Outcome(ToolCallUpdate call) => call.Status switch
    {
        ToolCallStatus.Completed => $"  ✔ {Fold(call.Output, FoldedLines)}\n",
        ToolCallStatus.Error => $"  ✗ {Fold(call.Output, ErrorLines)}\n",
        _ => "",
    };

    private static string Retry(RetryReport retry) => string.Create(
        CultureInfo.InvariantCulture,
        $"\n↻ retry {retry.Attempt} in {retry.Delay.TotalSeconds:0.#} s: {Line(retry.Error)} ({Words(retry.ErrorClass)})\n");

    private string End(RunEnded ended)
    {
        var result = ended.Result;
        var text = new StringBuilder();
        if (result.Text.Length > 0 && result.Text.Trim() != _said.Trim()) text.Append($"\n{Clean(result.Text).TrimEnd()}\n");
        var mark = result.Succeeded ? "✔ done" : $"✗ failed ({Words(result.ErrorClass)}, exit code {ended.ExitCode})";
        return text.Append($"\n{Bold(mark)}{Cost(result.Usage ?? _usage)}\n").ToString();
    }

    private static string Cost(AgentUsage? usage)
    {
        if (usage is null) return "";
        var cost = usage.CostUsd is { } dollars ? string.Create(CultureInfo.InvariantCulture, $" · ${dollars:0.00##}") : "";
        return string.Create(CultureInfo.InvariantCulture, $" · {usage.InputTokens:N0} in / {usage.OutputTokens:N0} out tokens{cost}");
    }

    private static string Fold(string output, int keep)
    {
        var lines = output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToArray();
        var shown = string.Join("\n    ", lines.Take(keep).Select(Line));
        return lines.Length > keep ? $"{shown}\n    {Dim($"… {lines.Length - keep} more lines")}" : shown;
    }

    /// <summary><c>RateLimit</c> reads <c>rate limit</c>.</summary>
    private static string Words(AgentErrorClass errorClass) =>
        string.Concat(errorClass.ToString().Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}")).TrimStart();

    private static string Line(string text)
    {
        var line = Clean(text).ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxLine ? line : $"{line[..MaxLine]}…";
    }

    private static string Clean(string text)
    {
        if (!text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'))) return text;
        return string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t'));
    }

    private static string Bold(string text) => $"\e[1m{text}\e[22m";

    private static string Dim(string text) => text.EndsWith('\n') ? $"\e[2m{text[..^1]}\e[22m\n" : $"\e[2m{text}\e[22m";
}
