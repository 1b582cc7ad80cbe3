using System.Collections.Concurrent;
using Orchtui.Agents;
using Orchtui.Host.Plugins;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Plugins;

public sealed class GuardedAgentLinkTests
{
    private static readonly AgentLinkRequest Request = new(new AgentServer(4711, "secret"), "/work tree", null);
    private static readonly AgentQuestion Question = new("?", []) { Id = "q" };

    private readonly ConcurrentQueue<PluginFault> _faults = new();
    private readonly ConcurrentQueue<AgentReading> _told = new();

    [Fact]
    public async Task A_link_runs_on_past_every_deadline_until_it_is_cancelled()
    {
        using var end = new CancellationTokenSource();
        var plugin = new LinkedAgent();
        var running = Open(plugin, out _).RunAsync(_told.Enqueue, end.Token);
        await Eventually.TrueAsync("it tells", () => _told.Count >= 3);
        Assert.False(running.IsCompleted);
        await end.CancelAsync();
        await running;
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_link_that_throws_costs_the_link_and_not_the_plugin()
    {
        var link = Open(new LinkedAgent { Run = (_, _) => throw new FormatException("odd event") }, out _);
        var thrown = await Assert.ThrowsAsync<PluginFailedException>(() => link.RunAsync(_told.Enqueue, CancellationToken.None));
        Assert.Contains("odd event", thrown.Message);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_link_that_will_not_end_is_abandoned()
    {
        using var end = new CancellationTokenSource();
        var link = Open(new LinkedAgent { Run = (_, _) => new TaskCompletionSource().Task }, out _);
        var running = link.RunAsync(_told.Enqueue, end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAsync<PluginFailedException>(() => running);
        Assert.True(Assert.Single(_faults).Abandoned);
    }

    [Fact]
    public async Task A_plugin_that_leaves_takes_its_links_along()
    {
        var link = Open(new LinkedAgent(), out var provider);
        var running = link.RunAsync(_told.Enqueue, CancellationToken.None);
        await Eventually.TrueAsync("it tells", () => !_told.IsEmpty);
        provider.Detach("replaced");
        await running;
        Assert.Equal("its plugin is not available", (await link.AnswerAsync(Question, new AgentAnswer(null, "x"), CancellationToken.None)).Message);
        Assert.Null(provider.OpenLink(Request));
    }

    [Fact]
    public async Task An_answer_that_hangs_is_not_taken_and_the_plugin_at_fault()
    {
        var link = Open(new LinkedAgent { Answer = _ => new TaskCompletionSource<AnswerReceipt>().Task }, out _);
        var receipt = await link.AnswerAsync(Question, new AgentAnswer(null, "x"), CancellationToken.None);
        Assert.False(receipt.Taken);
        Assert.Contains("did not answer", receipt.Message);
        Assert.Single(_faults);
    }

    [Fact]
    public async Task An_answer_goes_through()
    {
        var receipt = await Open(new LinkedAgent(), out _).AnswerAsync(Question, new AgentAnswer(null, "x"), CancellationToken.None);
        Assert.Equal(new AnswerReceipt(true, "q"), receipt);
    }

    private IAgentLink Open(LinkedAgent plugin, out GuardedAgentProvider provider)
    {
        var deadlines = new PluginDeadlines
        {
            Call = TimeSpan.FromMilliseconds(200),
            Grace = TimeSpan.FromMilliseconds(200),
        };
        provider = new GuardedAgentProvider(plugin, plugin.Profile, new PluginCalls("odd", deadlines, TimeProvider.System, _faults.Enqueue));
        return provider.OpenLink(Request)!;
    }
}
