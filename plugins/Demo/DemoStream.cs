using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Plugins.Demo.Agent;

namespace Orchtui.Plugins.Demo;

/// <summary>Reads the lines that the headless program prints.</summary>
internal sealed class DemoStream : IAgentStream
{
    private DemoLine? _result;
    private string? _session;
    private AgentUsage? _usage;

    public IReadOnlyList<AgentUpdate> Read(string line)
    {
        if (Parse(line) is not { } read) return [];
        switch (read.Type)
        {
            case DemoLine.Session:
                _session = read.SessionId;
                return [new SessionStarted(read.SessionId ?? "", read.Model)];
            case DemoLine.Message:
                return [new AgentMessage(read.Text ?? "")];
            case DemoLine.Tool:
                return [new ToolCall(read.Id ?? "", read.Name ?? "", read.Text ?? "")];
            case DemoLine.ToolEnd:
                var status = read.Ok == true ? ToolCallStatus.Completed : ToolCallStatus.Error;
                return [new ToolCallUpdate(read.Id ?? "", status, read.Text ?? "")];
            case DemoLine.Usage:
                _usage = new AgentUsage(read.InputTokens ?? 0, read.OutputTokens ?? 0, 0);
                return [new UsageReport(_usage)];
            case DemoLine.Result:
                _result = read;
                return [];
            default:
                return [];
        }
    }

    public AgentRunResult Finish(int exitCode, string standardErrorTail)
    {
        var succeeded = exitCode == 0 && _result?.Ok == true;
        return new AgentRunResult
        {
            Succeeded = succeeded,
            Text = _result?.Text ?? $"ended with exit code {exitCode} before its result. {standardErrorTail}".TrimEnd(),
            ErrorClass = succeeded ? AgentErrorClass.None : _result is null ? AgentErrorClass.Unknown : AgentErrorClass.AgentFailed,
            SessionId = _session,
            Usage = _usage,
        };
    }

    private static DemoLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, DemoJson.Default.DemoLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
