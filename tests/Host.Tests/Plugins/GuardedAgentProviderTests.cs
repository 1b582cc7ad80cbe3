using Orchtui.Agents;
using Orchtui.Host.Plugins;

namespace Orchtui.Host.Tests.Plugins;

public sealed class GuardedAgentProviderTests
{
    private static readonly PluginDeadlines Short = new()
    {
        Call = TimeSpan.FromMilliseconds(200),
        Observe = TimeSpan.FromMilliseconds(200),
        Grace = TimeSpan.FromMilliseconds(200),
    };

    private readonly List<PluginFault> _faults = [];

    [Fact]
    public async Task A_probe_that_throws_is_a_missing_agent_and_a_fault()
    {
        var guard = Guard(new Misbehaving { Probe = _ => throw new InvalidOperationException("no luck") });
        var availability = await guard.ProbeAsync("", CancellationToken.None);
        Assert.False(availability.Installed);
        Assert.Equal("looking for odd failed: InvalidOperationException: no luck", availability.Advice);
        Assert.False(Assert.Single(_faults).Abandoned);
    }

    [Fact]
    public async Task A_probe_that_ends_when_cancelled_is_late_but_not_at_fault()
    {
        var guard = Guard(new Misbehaving { Probe = async token => await Forever(token) }, Short with { Grace = TimeSpan.FromSeconds(30) });
        Assert.Equal("looking for odd did not answer within 0.2 s", (await guard.ProbeAsync("", CancellationToken.None)).Advice);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_probe_that_ignores_its_deadline_is_abandoned()
    {
        var guard = Guard(new Misbehaving { Probe = _ => new TaskCompletionSource<AgentAvailability>().Task });
        Assert.False((await guard.ProbeAsync("", CancellationToken.None)).Installed);
        Assert.True(Assert.Single(_faults).Abandoned);
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_the_cancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var guard = Guard(new Misbehaving { Probe = async token => await Forever(token) }, new PluginDeadlines());
        var probe = guard.ProbeAsync("", cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
        Assert.Empty(_faults);
    }

    [Fact]
    public void A_mode_that_is_not_offered_is_no_fault()
    {
        var guard = Guard(new Misbehaving { Prepare = () => throw new NotSupportedException("headless only") });
        Assert.Equal("headless only", Assert.Throws<NotSupportedException>(() => guard.PrepareLaunch(Requests.Headless())).Message);
        Assert.Empty(_faults);
    }

    [Fact]
    public void A_launch_that_throws_tells_the_caller_and_is_a_fault()
    {
        var guard = Guard(new Misbehaving { Prepare = () => throw new FormatException("bad template") });
        Assert.Contains("bad template", Assert.Throws<PluginFailedException>(() => guard.PrepareLaunch(Requests.Headless())).Message);
        Assert.Single(_faults);
    }

    [Fact]
    public void A_reading_that_hangs_is_no_reading_and_abandons_the_plugin()
    {
        using var never = new ManualResetEventSlim();
        var observer = Guard(new Misbehaving { Observe = () => { never.Wait(); return null; } }).OpenObserver();
        Assert.Null(observer.OnTitle("x"));
        Assert.True(Assert.Single(_faults).Abandoned);
        never.Set();
    }

    [Fact]
    public async Task A_busy_machine_is_no_fault_of_the_plugin()
    {
        using var release = new ManualResetEventSlim();
        ThreadPool.GetMinThreads(out var threads, out _);
        var blockers = Enumerable.Range(0, threads + 4).Select(_ => Task.Run(release.Wait)).ToArray();
        var calls = new PluginCalls("odd", Short, TimeProvider.System, _faults.Add);
        var outcome = Task.Factory.StartNew(
            () => calls.Run("a call", TimeSpan.FromMilliseconds(50), () => 7), TaskCreationOptions.LongRunning);
        using var late = new Timer(_ => release.Set(), null, TimeSpan.FromMilliseconds(300), Timeout.InfiniteTimeSpan);
        Assert.Equal((7, null), ((await outcome).Value, (await outcome).Failure));
        Assert.Empty(_faults);
        release.Set();
        await Task.WhenAll(blockers);
    }

    [Fact]
    public void A_stream_that_throws_ends_in_a_result_of_unknown_class()
    {
        var stream = Guard(new Misbehaving()).OpenStream();
        Assert.Empty(stream.Read("x"));
        var result = stream.Finish(0, "");
        Assert.Equal((false, AgentErrorClass.Unknown), (result.Succeeded, result.ErrorClass));
        Assert.Equal(2, _faults.Count);
    }

    private GuardedAgentProvider Guard(IAgentProvider provider, PluginDeadlines? deadlines = null) =>
        new(provider, provider.Profile, new PluginCalls("odd", deadlines ?? Short, TimeProvider.System, _faults.Add));

    private static async Task<AgentAvailability> Forever(CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        return new AgentAvailability();
    }

    private sealed class Misbehaving : IAgentProvider, IAgentStream, IAgentObserver
    {
        public Func<CancellationToken, Task<AgentAvailability>> Probe { get; init; } = _ => Task.FromResult(new AgentAvailability());

        public Func<AgentLaunch> Prepare { get; init; } = () => new AgentLaunch { Arguments = ["x"] };

        public Func<AgentReading?> Observe { get; init; } = () => null;

        public AgentProfile Profile { get; } = new() { Id = "odd", DisplayName = "Odd", Modes = [AgentMode.Headless] };

        public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation) => Probe(cancellation);

        public AgentLaunch PrepareLaunch(LaunchRequest request) => Prepare();

        public IAgentStream OpenStream() => this;

        public IAgentObserver OpenObserver() => this;

        public IReadOnlyList<AgentUpdate> Read(string line) => throw new FormatException("unreadable");

        public AgentRunResult Finish(int exitCode, string standardErrorTail) => throw new FormatException("unreadable");

        public AgentReading? OnEvent(ReadOnlyMemory<byte> payload) => Observe();

        public AgentReading? OnTitle(string title) => Observe();

        public AgentReading? OnScreen(IReadOnlyList<string> rows) => Observe();
    }
}
