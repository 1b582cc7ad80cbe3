using System.Collections.Concurrent;
using Orchtui.Agents;
using Orchtui.Host.Plugins;
using Orchtui.Orchestration.Agents;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Plugins;

public sealed class LastingAgentLinkTests : IAsyncLifetime
{
    private static readonly AgentQuestion Question = new("?", []) { Id = "q" };
    private static readonly AgentAnswer Answer = new(null, "x");

    private readonly AgentRegistry _agents = new(TimeProvider.System);
    private readonly ConcurrentQueue<AgentReading> _told = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly CancellationTokenSource _end = new();
    private readonly LastingAgentLink _link;
    private Task _running = Task.CompletedTask;

    public LastingAgentLinkTests() =>
        _link = new LastingAgentLink(_agents, "odd", new AgentLinkRequest(new AgentServer(4711, "secret"), "/tree", null), _warnings.Enqueue);

    public Task InitializeAsync()
    {
        _running = _link.RunAsync(_told.Enqueue, _end.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    [Fact]
    public async Task A_plugin_that_was_loaded_anew_goes_on_with_the_run_and_its_conversation()
    {
        var first = Load(new LinkedAgent { Run = Tells("ses_1") });
        await Eventually.TrueAsync("the first tells", () => Last == "ses_1");
        _agents.Remove("odd");
        first.Detach("it is loaded anew");
        await Eventually.TrueAsync("nobody answers", async () => !(await AnswerAsync()).Taken);

        var second = new LinkedAgent { Run = Tells("ses_2") };
        Load(second);
        await Eventually.TrueAsync("the second tells", () => Last == "ses_2");
        Assert.Equal("ses_1", second.Opened!.SessionId);
        Assert.True((await AnswerAsync()).Taken);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task A_link_that_fails_is_given_up_until_its_plugin_is_loaded_anew()
    {
        var first = Load(new LinkedAgent { Run = (_, _) => throw new FormatException("odd event") });
        await Eventually.TrueAsync("it is told", () => !_warnings.IsEmpty);
        Assert.Contains("odd event", Assert.Single(_warnings));
        Assert.False((await AnswerAsync()).Taken);

        _agents.Remove("odd");
        first.Detach("it is loaded anew");
        Load(new LinkedAgent { Run = Tells("ses_2") });
        await Eventually.TrueAsync("the next tells", () => Last == "ses_2");
        Assert.Single(_warnings);
    }

    private string? Last => _told.LastOrDefault()?.SessionId;

    private Task<AnswerReceipt> AnswerAsync() => _link.AnswerAsync(Question, Answer, CancellationToken.None);

    private GuardedAgentProvider Load(LinkedAgent plugin)
    {
        var provider = new GuardedAgentProvider(plugin, plugin.Profile, new PluginCalls("odd", new PluginDeadlines(), TimeProvider.System, _ => { }));
        Assert.True(_agents.Add(provider));
        return provider;
    }

    private static Func<Action<AgentReading>, CancellationToken, Task> Tells(string session) => (report, token) =>
    {
        report(new AgentReading(new AgentState(AgentActivity.Working), "event", session));
        return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
    };
}
