using System.Text;
using System.Text.Json;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>One prompt in, JSON lines out, then the end.</summary>
internal sealed class HeadlessAgent(DemoArguments arguments, string worktree, Pace pace, Stream output)
{
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(400);

    private readonly List<string> _changed = [];
    private readonly List<string> _accomplished = [];
    private int _calls;

    public async Task<int> RunAsync(string text, CancellationToken cancellation)
    {
        var prompt = DemoPrompt.Read(text);
        Print(new DemoLine(DemoLine.Session) { SessionId = arguments.SessionId, Model = "demo-1" });
        var opening = arguments.Resumes ? "I go on where we were." : "I will look around and then make a small change.";
        Print(new DemoLine(DemoLine.Message) { Text = opening });
        foreach (var step in new WorkPlan(worktree, prompt).Steps())
        {
            if (await DoAsync(step, cancellation) is { } error) return End(false, error);
            if (prompt.Ending == DemoEnding.Hang) await pace.HangAsync(cancellation);
            if (prompt.Ending == DemoEnding.Crash) return DemoProgram.CrashCode;
        }

        return prompt.Ending == DemoEnding.Fail ? End(false, "The prompt asked me to fail.") : End(true, Contract());
    }

    private async Task<string?> DoAsync(WorkStep step, CancellationToken cancellation)
    {
        var id = $"call-{++_calls}";
        Print(new DemoLine(DemoLine.Tool) { Id = id, Name = step.Tool, Text = step.Path });
        await pace.PauseAsync(StepTime, cancellation);
        var (ok, text) = step.TryApply();
        Print(new DemoLine(DemoLine.ToolEnd) { Id = id, Ok = ok, Text = text });
        Print(new DemoLine(DemoLine.Usage) { InputTokens = 120L * _calls, OutputTokens = 40L * _calls });
        if (!ok) return $"{step.Path}: {text}";
        _accomplished.Add($"{step.Title}: {text}");
        if (step.ChangesFile && !_changed.Contains(step.Path)) _changed.Add(step.Path);
        return null;
    }

    private int End(bool ok, string text)
    {
        Print(new DemoLine(DemoLine.Result) { Ok = ok, Text = text });
        return ok ? 0 : 1;
    }

    private string Contract() => JsonSerializer.Serialize(
        new DemoContract("done", $"Changed {_changed.Count} files.", _accomplished, [], _changed, [], "", []),
        DemoJson.Default.DemoContract);

    private void Print(DemoLine line) =>
        output.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, DemoJson.Default.DemoLine) + "\n"));
}
