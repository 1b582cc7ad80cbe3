using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Host.AgentRun;
using Orchtui.Orchestration.Updates;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.AgentRun;

public sealed class UpdateSpoolTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Every_kind_of_update_comes_back_as_it_went()
    {
        AgentUpdate[] updates =
        [
            new SessionStarted("s", null),
            new AgentMessage("line one\nline \"two\" \u2028 你好"),
            new AgentThought("hm"),
            new ToolCall("1", "Bash", "ls"),
            new ToolCallUpdate("1", ToolCallStatus.Error, "no") { Changes = [new FileChange("a.txt", "@@ -1 +1 @@\n-a\n+b")] },
            new AgentPlan([new PlanEntry("think", PlanStatus.Completed), new PlanEntry("do", PlanStatus.InProgress)]),
            new UsageReport(new AgentUsage(1, 2, 0.5m)),
            new RetryReport(2, TimeSpan.FromSeconds(1.5), "busy", AgentErrorClass.RateLimit),
            new RunEnded(new AgentRunResult { Succeeded = false, Text = "x", ErrorClass = AgentErrorClass.Auth }, 1),
        ];
        Append(updates);
        Assert.Equal(updates.Select(Text), UpdateSpool.ReadFrom(_directory.Path, 0).Updates.Select(Text));

        // Lists inside records are equal only when they are the same one; their text tells.
        static string Text(AgentUpdate update) => JsonSerializer.Serialize(update, UpdateJson.Default.AgentUpdate);
    }

    [Fact]
    public void Reading_goes_on_where_it_ended()
    {
        Append(new AgentMessage("1"));
        var first = UpdateSpool.ReadFrom(_directory.Path, 0);
        Append(new AgentMessage("2"), new AgentMessage("3"));
        var second = UpdateSpool.ReadFrom(_directory.Path, first.NextOffset);
        Assert.Equal([new AgentMessage("2"), new AgentMessage("3")], second.Updates);
        Assert.Empty(UpdateSpool.ReadFrom(_directory.Path, second.NextOffset).Updates);
    }

    [Fact]
    public void A_line_that_is_still_being_written_waits()
    {
        _directory.Write(UpdateSpool.FileName, "{\"kind\":\"agent_message_chunk\",\"text\":\"a\"}\n{\"kind\":\"agent_me");
        var first = UpdateSpool.ReadFrom(_directory.Path, 0);
        Assert.Equal(new AgentMessage("a"), Assert.Single(first.Updates));
        File.AppendAllText(_directory[UpdateSpool.FileName], "ssage_chunk\",\"text\":\"b\"}\n");
        Assert.Equal(new AgentMessage("b"), Assert.Single(UpdateSpool.ReadFrom(_directory.Path, first.NextOffset).Updates));
    }

    [Fact]
    public void A_line_that_cannot_be_read_is_counted_and_passed_over()
    {
        const string Good = "{\"kind\":\"agent_thought_chunk\",\"text\":\"t\"}";
        _directory.Write(UpdateSpool.FileName, $"garbage\n{{\"text\":\"no kind\"}}\nnull\n{Good}\n");
        var reading = UpdateSpool.ReadFrom(_directory.Path, 0);
        Assert.Equal(new AgentThought("t"), Assert.Single(reading.Updates));
        Assert.Equal(3, reading.Unreadable);
    }

    [Fact]
    public void An_endless_text_is_cut_and_says_by_how_much()
    {
        Append(new ToolCallUpdate("1", ToolCallStatus.Completed, new string('\u0001', 9_000_000)));
        var update = Assert.IsType<ToolCallUpdate>(Assert.Single(UpdateSpool.ReadFrom(_directory.Path, 0).Updates));
        Assert.EndsWith($"\n… {9_000_000 - UpdateSpoolWriter.MaxText} more characters", update.Output);
    }

    [Fact]
    public void A_line_with_many_long_parts_can_still_be_read()
    {
        var text = new string('\u0001', 100_000);
        var changes = Enumerable.Range(0, 500).Select(_ => new FileChange(text, text)).ToArray();
        var steps = Enumerable.Range(0, 500).Select(_ => new PlanEntry(text, PlanStatus.Pending)).ToArray();
        Append(new ToolCallUpdate("1", ToolCallStatus.Completed, text) { Changes = changes }, new AgentPlan(steps), new AgentMessage("after"));
        var updates = new List<AgentUpdate>();
        for (var (offset, next) = (-1L, 0L); offset != next;)
        {
            offset = next;
            var reading = UpdateSpool.ReadFrom(_directory.Path, offset);
            updates.AddRange(reading.Updates);
            next = reading.NextOffset;
        }

        Assert.Equal(3, updates.Count);
    }

    [Fact]
    public void No_spool_yet_is_nothing_to_read() =>
        Assert.Equivalent(new SpoolReading([], 0, 0), UpdateSpool.ReadFrom(_directory.Path, 0));

    public void Dispose() => _directory.Dispose();

    private void Append(params AgentUpdate[] updates)
    {
        using var writer = new UpdateSpoolWriter(_directory.Path);
        foreach (var update in updates) writer.Append(update);
    }
}
