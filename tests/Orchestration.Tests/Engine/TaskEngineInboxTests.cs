using Orchtui.Agents;
using Orchtui.Orchestration.Engine;
using Orchtui.Orchestration.Inbox;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Orchestration.Tasks;
using Orchtui.Orchestration.Tests.Fakes;
using Orchtui.Orchestration.Updates;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class TaskEngineInboxTests
{
    private static readonly AnswerOption Yes = new("1", "Yes") { Kind = AnswerKind.AllowOnce, Keys = ["1"] };
    private static readonly AnswerOption No = new("esc", "No") { Kind = AnswerKind.Deny, Keys = ["Escape"] };

    private static AgentQuestion OnScreen(string text) => new(text, [Yes, No]) { Rows = new RowRange(3, 6), TextKeys = ["3"] };

    private static void Ask(EngineFixture fixture, TaskRecord task, AgentQuestion? question, EvidenceSource source = EvidenceSource.Screen) =>
        fixture.Engine.Post(new AttemptObserved(
            First(task), source, new AgentReading(new AgentState(AgentActivity.Waiting) { Question = question }, $"{source} asks")));

    private static async Task<OpenQuestion> AskedAsync(EngineFixture fixture, Func<OpenQuestion, bool>? wanted = null)
    {
        OpenQuestion? found = null;
        await Eventually.TrueAsync("a question is open", () => (found = fixture.Engine.Questions.FirstOrDefault(wanted ?? (_ => true))) is not null);
        return found!;
    }

    private static Task<Outcome<Receipt>> AnswerAsync(EngineFixture fixture, string question, AnswerKind kind = AnswerKind.AllowOnce) =>
        fixture.Engine.AnswerAsync(new AnswerRequest { Question = question, Kind = kind, By = "a test" }, CancellationToken.None);

    [Fact]
    public async Task An_answer_is_given_with_a_receipt_that_the_agents_next_step_confirms()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Clean up", AgentMode.Interactive);
        Ask(fixture, task, OnScreen("Run rm -rf build?"));
        var question = await AskedAsync(fixture);
        AgentAnswer? given = null;
        fixture.Host.OnAnswer = (_, answer) =>
        {
            given = answer;
            return Task.FromResult(new AnswerReceipt(true));
        };

        var receipt = Value(await AnswerAsync(fixture, question.Id));
        Assert.Equal(Yes, given?.Option);
        Assert.Equal((ReceiptState.Written, "1: Yes", "a test"), (receipt.State, receipt.Answer, receipt.By));

        fixture.Shows(First(task), AgentActivity.Working, EvidenceSource.Screen);
        await Eventually.TrueAsync("it is confirmed", async () => Value(await fixture.Engine.ReceiptsAsync(task.Id, 10)).Single().State == ReceiptState.Confirmed);
        Assert.Empty(fixture.Engine.Questions);
    }

    [Fact]
    public async Task A_refusal_of_the_host_is_told_and_kept()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Clean up", AgentMode.Interactive);
        Ask(fixture, task, OnScreen("Go on?"));
        var question = await AskedAsync(fixture);
        fixture.Host.OnAnswer = (_, _) => Task.FromResult(new AnswerReceipt(false, "somebody types"));

        var receipt = Value(await AnswerAsync(fixture, question.Id));
        Assert.Equal((ReceiptState.Refused, "somebody types"), (receipt.State, receipt.Detail));
        Assert.Equal(receipt, Value(await fixture.Engine.ReceiptsAsync(null, 10)).Single());
        Assert.Single(fixture.Engine.Questions);
    }

    [Fact]
    public async Task An_answer_names_its_question_and_is_refused_once_another_is_asked()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Clean up", AgentMode.Interactive);
        Ask(fixture, task, OnScreen("Run a?"));
        var first = await AskedAsync(fixture);
        Ask(fixture, task, OnScreen("Run b?"));
        var second = await AskedAsync(fixture, question => question.Id != first.Id);
        fixture.Host.OnAnswer = (_, _) => throw new InvalidOperationException("nothing may be written");

        Assert.Contains(second.Id, Assert.IsType<Refused>((await AnswerAsync(fixture, first.Id)).Problem).Message);
        var late = Value(await fixture.Engine.ReceiptsAsync(task.Id, 10)).Single();
        Assert.Equal((ReceiptState.Refused, first.Id, "Run a?", "1: Yes"), (late.State, late.QuestionId, late.Question, late.Answer));
        Assert.Contains(second.Id, late.Detail);
        Assert.IsType<NotFound>((await AnswerAsync(fixture, "99")).Problem);
        fixture.Host.OnAnswer = (_, _) => Task.FromResult(new AnswerReceipt(true));
        Assert.Equal(second.Id, Value(await AnswerAsync(fixture, task.Id.ToString())).QuestionId);
    }

    [Fact]
    public async Task Only_what_the_question_offers_is_an_answer()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Clean up", AgentMode.Interactive);
        Ask(fixture, task, new AgentQuestion("Tabs or spaces?", [new AnswerOption("1", "Tabs") { Keys = ["1"] }, new AnswerOption("2", "Spaces")]) { Rows = new RowRange(0, 1) });
        var question = await AskedAsync(fixture);
        async Task<string> RefusalAsync(AnswerRequest request) => Assert.IsType<Refused>((await fixture.Engine.AnswerAsync(request, default)).Problem).Message;

        Assert.Contains("offers: 1 (Tabs), 2 (Spaces)", await RefusalAsync(new AnswerRequest { Question = question.Id, Kind = AnswerKind.AllowOnce, By = "" }));
        Assert.Contains("takes no text", await RefusalAsync(new AnswerRequest { Question = question.Id, Text = "both", By = "" }));
        Assert.Contains("its pane only", await RefusalAsync(new AnswerRequest { Question = question.Id, Option = "2", By = "" }));
        Assert.Contains("its pane only", await RefusalAsync(new AnswerRequest { Question = question.Id, Option = "spaces", By = "" }));
        Assert.Equal("1: Tabs", Value(await fixture.Engine.AnswerAsync(new AnswerRequest { Question = question.Id, Option = "1", By = "" }, default)).Answer);
    }

    [Fact]
    public async Task Two_answers_at_once_are_one()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Clean up", AgentMode.Interactive);
        Ask(fixture, task, OnScreen("Go on?"));
        var question = await AskedAsync(fixture);
        var writing = new TaskCompletionSource<AnswerReceipt>();
        fixture.Host.OnAnswer = (_, _) => writing.Task;
        var first = AnswerAsync(fixture, question.Id);
        var second = await AnswerAsync(fixture, question.Id, AnswerKind.Deny);
        writing.SetResult(new AnswerReceipt(true));
        Assert.IsType<Refused>(second.Problem);
        Assert.Equal(ReceiptState.Written, Value(await first).State);
    }

    [Fact]
    public async Task The_source_that_can_be_answered_through_speaks_for_the_question()
    {
        await using var fixture = await StartAsync();
        using var updates = fixture.Hub.Subscribe();
        var task = await fixture.RunningAsync("Clean up", AgentMode.Interactive);
        Ask(fixture, task, new AgentQuestion("Bash: rm -rf build", []), EvidenceSource.Hook);
        Assert.False((await AskedAsync(fixture)).TakesAnswers);
        Ask(fixture, task, OnScreen("Bash command: rm -rf build. Do you want to proceed?"));
        var shown = await AskedAsync(fixture, question => question.Source == EvidenceSource.Screen);
        Assert.True(shown.TakesAnswers);
        Ask(fixture, task, new AgentQuestion("Bash: rm -rf build", [new AnswerOption("once", "Allow")]) { Id = "per_1" }, EvidenceSource.Hook);
        Assert.Equal("per_1", (await AskedAsync(fixture, question => question.Source == EvidenceSource.Hook)).Question.Id);

        var told = new List<bool>();
        while (updates.TryRead(out var update))
            if (update is QuestionAsked asked) told.Add(asked.IsNew);
        Assert.Equal([true, false, false], told);
    }

    [Fact]
    public async Task A_question_closes_with_its_agent()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Clean up", AgentMode.Interactive);
        Ask(fixture, task, OnScreen("Go on?"));
        await AskedAsync(fixture);
        fixture.Engine.Post(new AttemptExited(First(task), 1));
        await Eventually.TrueAsync("nothing is asked", () => fixture.Engine.Questions.Count == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_question_that_a_stranger_closes_leaves_a_receipt_that_says_so(bool typed)
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Clean up", AgentMode.Interactive);
        foreach (var id in new[] { "per_1", "per_2" })
        {
            Ask(fixture, task, new AgentQuestion($"Run {id}?", [new AnswerOption("once", "Allow")]) { Id = id }, EvidenceSource.Hook);
            await AskedAsync(fixture, question => question.Question.Id == id);
            if (typed) fixture.Engine.Post(new PersonTyped(First(task)));
        }

        fixture.Shows(First(task), AgentActivity.Working);
        await Eventually.TrueAsync("nothing is asked", () => fixture.Engine.Questions.Count == 0);
        await fixture.Engine.StopAsync(task.Id);
        var receipts = Value(await fixture.Engine.ReceiptsAsync(task.Id, 10));
        Assert.Equal(typed ? [] : ["Run per_2?", "Run per_1?"], receipts.Select(receipt => receipt.Question));
        Assert.All(receipts, receipt => Assert.Equal((ReceiptState.Elsewhere, "unknown"), (receipt.State, receipt.By)));
    }

    [Fact]
    public async Task Each_change_of_state_is_kept_with_its_evidence()
    {
        await using var fixture = await StartAsync();
        var task = await fixture.RunningAsync("Clean up", AgentMode.Interactive);
        fixture.Shows(First(task), AgentActivity.Working);
        Ask(fixture, task, null, EvidenceSource.Hook);
        await AskedAsync(fixture);
        await Eventually.TrueAsync("they are kept", async () =>
        {
            var changes = Value(await fixture.Store.ChangesAsync(First(task)));
            return changes.Select(change => (change.To, change.Source, change.Reason)).SequenceEqual(
                [(AgentActivity.Working, EvidenceSource.Hook, "Hook Working"), (AgentActivity.Waiting, EvidenceSource.Hook, "Hook asks")]);
        });
    }
}
