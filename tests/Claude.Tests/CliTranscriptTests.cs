using System.Text;
using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Plugins.ClaudeCompatible;
using Orchtui.TestKit;

namespace Orchtui.Claude.Tests;

public sealed class CliTranscriptTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Each_message_counts_once_with_the_last_that_is_told_of_it()
    {
        var path = _directory.Write("one.jsonl", Line("msg_1", 10, 1) + Line("msg_1", 10, 7) + Line("msg_2", 20, 2));
        Assert.Equal(new AgentUsage(10 + 20 + (2 * 300), 9, null), new CliTranscript(path).Read());
    }

    [Fact]
    public void It_is_read_on_from_where_the_last_look_ended_also_in_the_middle_of_a_line()
    {
        var path = _directory.Write("one.jsonl", Line("msg_1", 10, 1));
        var transcript = new CliTranscript(path);
        Assert.Equal(new AgentUsage(310, 1, null), transcript.Read());
        var next = Line("msg_2", 20, 2);
        File.AppendAllText(path, next[..40]);
        Assert.Equal(new AgentUsage(310, 1, null), transcript.Read());
        File.AppendAllText(path, next[40..]);
        Assert.Equal(new AgentUsage(630, 3, null), transcript.Read());
    }

    [Fact]
    public void Lines_of_any_length_and_kind_do_no_harm()
    {
        var huge = JsonSerializer.Serialize(new { type = "user", usage = "none", text = new string('x', 3_000_000) });
        var path = _directory.Write("one.jsonl", $"{huge}\n{{\"usage\": broken\n\n{Line("msg_1", 10, 1)}{huge}\n{Line("msg_2", 20, 2)}");
        Assert.Equal(new AgentUsage(630, 3, null), new CliTranscript(path).Read());
    }

    [Fact]
    public void What_subagents_used_counts_too()
    {
        var path = _directory.Write("one.jsonl", Line("msg_1", 10, 1));
        var transcript = new CliTranscript(path);
        transcript.Read();
        _directory.Write("one/subagents/agent-7.jsonl", Line("msg_s", 100, 50));
        Assert.Equal(new AgentUsage(710, 51, null), transcript.Read());
    }

    [Fact]
    public void A_file_that_is_not_there_tells_nothing() => Assert.Null(new CliTranscript(_directory["none.jsonl"]).Read());

    [Fact]
    public void Every_reading_tells_what_the_conversation_has_used_once_a_hook_has_named_its_file()
    {
        var observer = new CliObserver(Fixtures.Data, new ManualTime());
        var path = _directory.Write("one.jsonl", "");
        Assert.Null(Hook(observer, "SessionStart", path)!.Usage);
        File.AppendAllText(path, Line("msg_1", 10, 1));
        Assert.Equal(new AgentUsage(310, 1, null), Hook(observer, "Stop", path)!.Usage);
        File.AppendAllText(path, Line("msg_2", 20, 2));
        var title = observer.OnTitle("✳ Claude Code")!;
        Assert.Equal((new AgentUsage(630, 3, null), "ses"), (title.Usage, title.SessionId));
    }

    [RequiresFact("shared")]
    public void The_recorded_conversation_is_counted()
    {
        var usage = new CliTranscript(Fixtures.Recording("claude-session-history.jsonl")).Read()!;
        Assert.True(usage is { InputTokens: > 0, OutputTokens: > 0 });
    }

    public void Dispose() => _directory.Dispose();

    private static AgentReading? Hook(CliObserver observer, string name, string path) => observer.OnEvent(Encoding.UTF8.GetBytes(
        JsonSerializer.Serialize(new { hook_event_name = name, session_id = "ses", transcript_path = path, source = "startup" })));

    private static string Line(string id, long input, long output) => JsonSerializer.Serialize(new
    {
        type = "assistant",
        message = new
        {
            id,
            usage = new { input_tokens = input, cache_creation_input_tokens = 100, cache_read_input_tokens = 200, output_tokens = output },
        },
    }) + "\n";
}
