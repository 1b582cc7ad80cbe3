using Orchtui.Agents;
using Orchtui.Host.AgentRun;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.AgentRun;

public sealed class TranscriptTests
{
    /// <summary>Everything a run can tell, in the order in which a run would.</summary>
    private static readonly AgentUpdate[] Run =
    [
        new SessionStarted("0b8f1c9e-7a51-4a55-9a5e-2f4e7b1c0001", "model-1"),
        new AgentThought("I should look\nfirst, and I should say at some length why that is, as models do when nobody is there to stop them at all"),
        new AgentMessage("I will "),
        new AgentMessage("look."),
        Plan(("Look around", PlanStatus.InProgress), ("Write the notes", PlanStatus.Pending), ("Run the tests", PlanStatus.Pending)),
        new ToolCall("1", "Bash", "ls -l\nsrc"),
        new ToolCallUpdate("1", ToolCallStatus.Completed, string.Join('\n', Enumerable.Range(1, 40).Select(i => $"line {i}\n"))),
        Plan(("Look around", PlanStatus.Completed), ("Write the notes", PlanStatus.InProgress), ("Run the tests", PlanStatus.Pending)),
        new ToolCall("2", "Edit", "src/Words.cs"),
        new ToolCallUpdate("2", ToolCallStatus.Completed, "The file was updated")
        {
            Changes = [new FileChange("src/Words.cs", "@@ -1,3 +1,3 @@\n one\n-\ttwo\n+\tzwei 你好\n three\n")],
        },
        new ToolCall("3", "Write", "notes.txt"),
        new ToolCallUpdate("3", ToolCallStatus.Completed, "ok")
        {
            Changes = [new FileChange("notes.txt", "@@ -0,0 +1,60 @@\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"+note {i}\n")))],
        },
        new ToolCall("4", "Read", "a"),
        new ToolCall("5", "Read", "b"),
        new ToolCallUpdate("4", ToolCallStatus.Completed, "a is here"),
        new ToolCallUpdate("5", ToolCallStatus.Completed, ""),
        new ToolCall("6", "Bash", "sh -c '" + string.Join(' ', Enumerable.Repeat("echo a-long-command", 20)) + "'"),
        new ToolCallUpdate("6", ToolCallStatus.Error, string.Join('\n', Enumerable.Range(1, 30).Select(i => $"trace {i} " + new string('x', 100)))),
        new RetryReport(1, TimeSpan.FromMilliseconds(500), "overloaded (529)", AgentErrorClass.RateLimit),
        new RetryReport(2, TimeSpan.FromMilliseconds(1500), "overloaded (529)", AgentErrorClass.RateLimit),
        new AgentMessage("A long message is left to the terminal, which wraps it by itself and anew whenever the pane is resized; so it is not cut."),
        Plan(("Look around", PlanStatus.Completed), ("Write the notes", PlanStatus.Completed), ("Run the tests", PlanStatus.Completed)),
        new UsageReport(new AgentUsage(11_000, 84, 0.02185m)),
        new AgentMessage("Done."),
        new RunEnded(new AgentRunResult { Succeeded = true, Text = "Done." }, 0),
    ];

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void A_whole_run_reads_well_without_colour(int columns)
    {
        var text = Attempt.WithoutAttributes(Render(columns, Run));
        Snapshot.Matches(text, $"run.{columns}");
    }

    [Fact]
    public void Colours_are_the_sixteen_and_end_where_they_should() => Snapshot.Matches(
        Render(80, Run).Replace("\e", "ESC", StringComparison.Ordinal), "colours");

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public void What_is_folded_fits_into_its_columns(int columns)
    {
        var rows = Attempt.WithoutAttributes(Render(columns, [.. Run.Where(update => update is not (AgentMessage or ToolCall))])).Split('\n');
        Assert.All(rows, row => Assert.True(row.EnumerateRunes().Sum(rune => Orchtui.Terminal.Unicode.CharacterWidth.Of(rune)) <= columns, row));
    }

    [Fact]
    public void A_failure_says_its_class_code_and_words() => Assert.Equal(
        "\nInvalid API key\n\n✗ failed (auth, exit code 1)\n",
        Plain(new RunEnded(new AgentRunResult { Succeeded = false, Text = "Invalid API key", ErrorClass = AgentErrorClass.Auth }, 1)));

    [Fact]
    public void A_limit_says_until_when()
    {
        var result = new AgentRunResult
        {
            Succeeded = false,
            ErrorClass = AgentErrorClass.RateLimit,
            Until = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
        };
        Assert.Equal("\n✗ failed (rate limit, exit code 1) · limited until 2030-01-01 00:00 UTC\n", Plain(new RunEnded(result, 1)));
    }

    [Fact]
    public void Escape_sequences_in_a_text_do_not_reach_the_pane()
    {
        Assert.Equal("\na[2Jb]0;x\n", Render(80, new AgentMessage("a\e[2Jb\u009d]0;x\a\n")));
        AgentUpdate[] hostile =
        [
            new ToolCall("\e", "\e[2J", "\e[2J"),
            new ToolCallUpdate("1", ToolCallStatus.Completed, "\e[2J") { Changes = [new FileChange("\e[2J", "+\e[2J\n\e-x")] },
            Plan(("\e[2J", PlanStatus.Pending)),
            new RetryReport(1, TimeSpan.Zero, "\e[2J", AgentErrorClass.Unknown),
        ];
        Assert.DoesNotContain("\e[2J", Render(80, hostile));
    }

    [Fact]
    public void A_cut_never_splits_a_character() => Assert.Equal(
        $"  ✔ {string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 37))}…\n",
        Plain(new ToolCall("1", "x", ""), new ToolCallUpdate("1", ToolCallStatus.Completed, string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 60))))[5..]);

    private static AgentPlan Plan(params (string Content, PlanStatus Status)[] steps) =>
        new([.. steps.Select(step => new PlanEntry(step.Content, step.Status))]);

    private static string Plain(params AgentUpdate[] updates) => Attempt.WithoutAttributes(Render(80, updates));

    private static string Render(int columns, params AgentUpdate[] updates)
    {
        var transcript = new Transcript(() => columns);
        return string.Concat(updates.Select(transcript.Render));
    }
}
