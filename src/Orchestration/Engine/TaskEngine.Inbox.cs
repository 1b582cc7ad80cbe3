using Orchtui.Agents;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Updates;

namespace Orchtui.Orchestration.Engine;

/// <summary>
/// The questions of all agents, and answers to them from elsewhere than their panes. An answer names the question it answers; whether
/// that is still what is asked is looked at once more by the host at the moment of writing. Every answer leaves a receipt.
/// </summary>
public sealed partial class TaskEngine
{
    /// <summary>How long an agent's next step counts as the confirmation of an answer.</summary>
    private static readonly TimeSpan ConfirmSpan = TimeSpan.FromMinutes(1);

    /// <summary>One answer may close several questions: those like it, too.</summary>
    private static readonly TimeSpan AlongSpan = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(15);

    /// <summary>What is asked now, the oldest first.</summary>
    public IReadOnlyList<OpenQuestion> Questions => [.. _questions.Values.OrderBy(question => question.Since).ThenBy(question => question.Attempt.Task.Value)];

    /// <summary>Gives an answer. The receipt says what became of it; a problem that no such question or answer exists.</summary>
    public async Task<Outcome<Receipt>> AnswerAsync(AnswerRequest request, CancellationToken cancellation)
    {
        var found = Answers.Find(Questions, request.Question);
        if (!found.Succeeded) return await RefuseAsync(request, found.Problem).ConfigureAwait(false);
        var question = found.Value;
        var chosen = Answers.Choose(question, request);
        if (!chosen.Succeeded) return chosen.Problem;
        if (!_answering.TryAdd(question.Attempt, question.Id))
            return new Refused($"The question {question.Id} is being answered already.");
        try
        {
            return await AnswerAsync(question, chosen.Value, request.By, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _answering.TryRemove(question.Attempt, out _);
        }
    }

    /// <summary>The receipts of a task, or of all, the newest first.</summary>
    public Task<Outcome<IReadOnlyList<Receipt>>> ReceiptsAsync(TaskId? task, int limit) => _store.ReceiptsAsync(task, limit);

    /// <summary>What came too late leaves a receipt too: its question was asked once, and somebody answered it.</summary>
    private async Task<Problem> RefuseAsync(AnswerRequest request, Problem problem)
    {
        if (_past.Find(request.Question) is not { } past || Answers.Choose(past, request) is not { Succeeded: true } chosen) return problem;
        var kept = await _store.SaveReceiptAsync(ReceiptOf(past, chosen.Value, request.By) with
        {
            State = ReceiptState.Refused,
            Detail = problem.Message,
        }).ConfigureAwait(false);
        return kept.Succeeded ? problem : kept.Problem;
    }

    private Receipt ReceiptOf(OpenQuestion question, AgentAnswer answer, string by) => new()
    {
        Attempt = question.Attempt,
        QuestionId = question.Id,
        Question = question.Question.Text,
        Answer = answer.Option is { } option ? $"{option.Id}: {option.Label}" : answer.Text ?? "",
        By = by,
        At = _time.GetUtcNow(),
        State = ReceiptState.Begun,
    };

    private async Task<Outcome<Receipt>> AnswerAsync(OpenQuestion question, AgentAnswer answer, string by, CancellationToken cancellation)
    {
        var begun = await _store.SaveReceiptAsync(ReceiptOf(question, answer, by)).ConfigureAwait(false);
        if (!begun.Succeeded) return begun.Problem;

        var outcome = await GiveAsync(question, answer, cancellation).ConfigureAwait(false);
        var reply = new Reply<Receipt>();
        Send(new EngineMessage.Answered(
            begun.Value with { State = outcome.Taken ? ReceiptState.Written : ReceiptState.Refused, Detail = outcome.Message }, reply));
        return await reply.Task.ConfigureAwait(false);
    }

    /// <summary>What became of an answer is kept; the agent may have gone on already.</summary>
    private async Task OnAnsweredAsync(EngineMessage.Answered answered)
    {
        var receipt = answered.Receipt;
        if (receipt.State == ReceiptState.Written)
        {
            _answeredAt[receipt.Attempt] = _time.GetUtcNow();
            if (_questions.GetValueOrDefault(receipt.Attempt)?.Id == receipt.QuestionId) _given[receipt.Attempt] = receipt;
            else receipt = receipt with { State = ReceiptState.Confirmed, Detail = StateOf(receipt.Attempt)?.Reason ?? "the agent has ended" };
        }

        answered.Reply.Set(await _store.SaveReceiptAsync(receipt).ConfigureAwait(false));
    }

    private async Task<AnswerReceipt> GiveAsync(OpenQuestion question, AgentAnswer answer, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(AnswerDeadline, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await _host.AnswerAsync(question, answer, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new AnswerReceipt(false, "It took too long. Look at the pane before you answer again: part of the answer may be there.");
        }
    }

    /// <summary>Tells when a question is asked, changes or closes. On the loop.</summary>
    private void TellQuestion(ActiveAttempt active)
    {
        var id = active.Record.Id;
        var before = _questions.GetValueOrDefault(id);
        var now = active.Phase == AttemptPhase.Over || active.ExitCode is not null || active.Tracker.Asked(_time.GetUtcNow()) is not { } asked
            ? null
            : OpenQuestion.Of(id, active.Record.Agent, asked.Question, asked.Source, active.Tracker.Current.Since);
        if (now is null)
        {
            if (before is null || !_questions.TryRemove(id, out _)) return;
            _past.Add(before);
            Confirm(active, before);
            _hub.Publish(new QuestionClosed(before));
            return;
        }

        // Where it stands on the screen may have changed although it says the same.
        _questions[id] = now;
        if (before?.Id == now.Id) return;
        if (before is not null) _past.Add(before);
        var isNew = before is null || before.Source == now.Source;
        if (isNew) Confirm(active, before);
        _hub.Publish(new QuestionAsked(now, isNew));
    }

    /// <summary>The agent has gone on since an answer was given to it.</summary>
    private void Confirm(ActiveAttempt active, OpenQuestion? closed)
    {
        if (!_given.Remove(active.Record.Id, out var given))
        {
            if (closed is not null) NoteStranger(active, closed);
            return;
        }

        if (_time.GetUtcNow() - given.At > ConfirmSpan) return;
        Begin(KeepAsync(given with { State = ReceiptState.Confirmed, Detail = active.Tracker.Current.Reason }));
    }

    /// <summary>
    /// An agent's own interface takes answers from everybody who can reach it, the agent's own commands among them. A question that it
    /// says was closed, while nobody answered it here and nobody typed in its pane, leaves a receipt which says so.
    /// </summary>
    private void NoteStranger(ActiveAttempt active, OpenQuestion closed)
    {
        var (id, earliest) = (active.Record.Id, closed.Since - AlongSpan);
        if (closed.Question.Id is null || active.Phase != AttemptPhase.Running || active.ExitCode is not null) return;
        if (_answering.ContainsKey(id) || active.Tracker.TypedAt >= earliest) return;
        if (_answeredAt.TryGetValue(id, out var answered) && answered >= earliest) return;
        _log.Warning($"Task {id.Task}: the question {closed.Id} was closed, but neither from here nor by keys in its pane.");
        Begin(KeepAsync(new Receipt
        {
            Attempt = id,
            QuestionId = closed.Id,
            Question = closed.Question.Text,
            Answer = "",
            By = "unknown",
            At = _time.GetUtcNow(),
            State = ReceiptState.Elsewhere,
            Detail = $"closed neither from the inbox nor by keys in its pane; then: {active.Tracker.Current.Reason}",
        }));
    }

    private async Task KeepAsync(Receipt receipt)
    {
        var kept = await _store.SaveReceiptAsync(receipt).ConfigureAwait(false);
        if (!kept.Succeeded) _log.Warning($"What became of {receipt.QuestionId} is not kept: {kept.Problem.Message}");
    }
}
