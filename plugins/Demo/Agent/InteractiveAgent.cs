using System.Threading.Channels;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>
/// The full-screen program: shows a plan, works it off, asks one question that answers itself with no, and then stands at a prompt
/// line where each line typed makes one more small change.
/// </summary>
internal sealed class InteractiveAgent
{
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(550);

    private readonly DemoArguments _arguments;
    private readonly string _worktree;
    private readonly Pace _pace;
    private readonly Terminal _terminal;
    private readonly EventFiles _events;
    private readonly Lock _gate = new();

    /// <summary>Touched only inside <see cref="Change"/> and <see cref="Draw"/>: a resize draws from a thread of its own.</summary>
    private readonly ScreenModel _screen = new();
    private readonly LineInput _line = new();
    private DemoPrompt _prompt;

    public InteractiveAgent(DemoArguments arguments, string worktree, Pace pace, Terminal terminal)
    {
        (_arguments, _worktree, _pace, _terminal) = (arguments, worktree, pace, terminal);
        var events = Environment.GetEnvironmentVariable(DemoArguments.EventsVariable);
        _events = new EventFiles(events, arguments.SessionId, pace.Time);
        _prompt = DemoPrompt.Read(arguments.FirstPrompt);
        _screen.Heading = Path.GetFileName(worktree);
        _terminal.Resized += Draw;
    }

    private enum TurnEnd
    {
        Done,
        Failed,
        Crashed,
    }

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        _events.Write(DemoEvent.Started);
        Change(screen => screen.Say($"{(_arguments.Resumes ? "Resumed session" : "Session")} {_arguments.SessionId}"));
        if (_arguments.FirstPrompt.Length == 0) Show(DemoTitle.Idle, "idle", "waiting for a prompt", DemoEvent.Idle);
        else if (await TurnAsync(cancellation) == TurnEnd.Crashed) return DemoProgram.CrashCode;
        return await PromptLineAsync(cancellation);
    }

    private async Task<TurnEnd> TurnAsync(CancellationToken cancellation)
    {
        var plan = new WorkPlan(_worktree, _prompt);
        Change(screen => screen.Plan.AddRange(plan.Steps().Select(step => (step.Title, StepMark.Open))));
        Show(DemoTitle.Working, "working", "working", DemoEvent.Working);
        foreach (var step in plan.Steps())
        {
            if (!await DoAsync(step, cancellation)) return Fail($"{step.Title} failed");
            if (_prompt.Ending == DemoEnding.Hang) await _pace.HangAsync(cancellation);
            if (_prompt.Ending == DemoEnding.Crash) return TurnEnd.Crashed;
        }

        if (_prompt.Ending == DemoEnding.Fail) return Fail("the prompt asked me to fail");
        if (await AskAsync(cancellation) && !await DoAsync(plan.Test(), cancellation)) return Fail("adding a test failed");
        Show(DemoTitle.Done, "done", "done", DemoEvent.Done);
        return TurnEnd.Done;
    }

    private async Task<int> PromptLineAsync(CancellationToken cancellation)
    {
        Change(screen => screen.Input = "");
        await foreach (var key in _terminal.Keys.ReadAllAsync(cancellation))
        {
            var outcome = _line.Take(key);
            if (outcome == LineOutcome.Left) return 0;
            if (outcome == LineOutcome.Entered && _line.Text.Trim().Length > 0) await FollowUpAsync(cancellation);
            Change(screen => screen.Input = _line.Text);
        }

        return 0;
    }

    private async Task FollowUpAsync(CancellationToken cancellation)
    {
        var text = _line.Text.Trim();
        _line.Clear();
        Change(screen =>
        {
            screen.Input = null;
            screen.Say($"› {text}");
        });
        if (_prompt.Text.Length == 0) _prompt = DemoPrompt.Read(text);
        Show(DemoTitle.Working, "working", "working", DemoEvent.Working);
        if (await DoAsync(new WorkPlan(_worktree, _prompt).FollowUp(text), cancellation))
            Show(DemoTitle.Done, "done", "done", DemoEvent.Done);
        else
            Fail("the follow-up failed");
    }

    private async Task<bool> DoAsync(WorkStep step, CancellationToken cancellation)
    {
        Change(screen =>
        {
            screen.Mark(step.Title, StepMark.Running);
            screen.Status = $"{step.Tool} {step.Path}";
        });
        await _pace.PauseAsync(StepTime, cancellation);
        var (ok, text) = step.TryApply();
        Change(screen =>
        {
            screen.Mark(step.Title, ok ? StepMark.Done : StepMark.Failed);
            screen.Say($"{step.Tool} {step.Path}: {text}");
        });
        return ok;
    }

    /// <summary>Waits for y or n, and takes silence for no.</summary>
    private async Task<bool> AskAsync(CancellationToken cancellation)
    {
        while (_terminal.Keys.TryRead(out _)) continue; // Keys from before the question are no answer to it.
        Change(screen => screen.Question = DemoQuestion.Text);
        const string Status = "waiting for an answer; silence means no";
        Show(DemoTitle.Asking, "blocked:app=demo:kind=question", Status, DemoEvent.Question, DemoQuestion.Text);
        var yes = await AnswerAsync(cancellation);
        Change(screen =>
        {
            screen.Question = null;
            screen.Say($"{DemoQuestion.Text} {(yes ? "yes" : "no")}");
        });
        Show(DemoTitle.Working, "working", "working", DemoEvent.Working);
        return yes;
    }

    private async Task<bool> AnswerAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_pace.Scaled(DemoQuestion.Patience));
        try
        {
            while (true)
            {
                var key = await _terminal.Keys.ReadAsync(patience.Token);
                if (key is (byte)'y' or (byte)'Y') return true;
                if (key is (byte)'n' or (byte)'N' or 0x1b) return false;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    private TurnEnd Fail(string why)
    {
        Show(DemoTitle.Failed, "error", why, DemoEvent.Failed, why);
        return TurnEnd.Failed;
    }

    private void Show(string title, string programStatus, string status, string eventName, string? text = null)
    {
        _events.Write(eventName, text);
        var state = programStatus.Contains(':', StringComparison.Ordinal) ? programStatus : $"{programStatus}:app=demo";
        _terminal.Write($"\e]0;{title} · {_screen.Heading}\a\e]7501;state={state}\e\\");
        Change(screen => screen.Status = status);
    }

    private void Change(Action<ScreenModel> change)
    {
        lock (_gate) change(_screen);
        Draw();
    }

    private void Draw()
    {
        lock (_gate) _terminal.Write(ScreenPainter.Paint(_screen, _terminal.Columns, _terminal.Rows));
    }
}
