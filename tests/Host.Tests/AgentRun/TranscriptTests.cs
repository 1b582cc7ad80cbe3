using Orchtui.Agents;
using Orchtui.Host.AgentRun;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.AgentRun;

public sealed class TranscriptTests
{
    [Fact]
    public void A_whole_run_reads_well_without_colour()
    {
        AgentUpdate[] updates =
        [
            new SessionStarted("0b8f", "model-1"),
            new AgentThought("I should look\nfirst"),
            new AgentMessage("I will "),
            new AgentMessage("look."),
            new ToolCall("1", "Bash", "ls -l\nsrc"),
            new ToolCallUpdate("1", ToolCallStatus.Completed, "a\nb\n\nc\nd\ne\n"),
            new ToolCall("2", "Write", "/etc/x"),
            new ToolCallUpdate("2", ToolCallStatus.Error, "refused"),
            new RetryReport(2, TimeSpan.FromMilliseconds(1500), "overloaded", AgentErrorClass.RateLimit),
            new UsageReport(new AgentUsage(11_000, 84, 0.02185m)),
            new AgentMessage("Done."),
            new RunEnded(new AgentRunResult { Succeeded = true, Text = "Done." }, 0),
        ];
        Snapshot.Matches(Render(updates), "run");
    }

    [Fact]
    public void A_failure_says_its_class_code_and_words() => Assert.Equal(
        "\nInvalid API key\n\n✗ failed (auth, exit code 1)\n",
        Render(new RunEnded(new AgentRunResult { Succeeded = false, Text = "Invalid API key", ErrorClass = AgentErrorClass.Auth }, 1)));

    [Fact]
    public void Escape_sequences_in_a_text_do_not_reach_the_pane() =>
        Assert.Equal("\na[2Jb]0;x\n", new Transcript().Render(new AgentMessage("a\e[2Jb\u009d]0;x\a\n")));

    private static string Render(params AgentUpdate[] updates)
    {
        var transcript = new Transcript();
        return Attempt.WithoutAttributes(string.Concat(updates.Select(transcript.Render)));
    }
}
