using Orchtui.Host.Commands;
using Orchtui.Host.Daemon;
using Orchtui.Host.Rpc;
using Orchtui.Host.Views;
using Orchtui.Orchestration.Agents;
using Orchtui.Orchestration.Updates;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Commands;

/// <summary>The parts of a host that exist without one running.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly TemporaryDirectory _folder = new("orchtui-home-");

    public TestHost()
    {
        Home = HomeDirectory.At(_folder.Path);
        Home.Create();
        Services = new HostServices
        {
            Queue = new QueueModel(),
            Home = Home,
            Time = TimeProvider.System,
            ServeEnvironment = new Dictionary<string, string>(),
            Prefix = "C-b",
            Origins = new CallerOrigins(),
            Hub = new UpdateHub(),
            Agents = new AgentRegistry(TimeProvider.System),
            Plugins = null!,
        };
    }

    public HomeDirectory Home { get; }

    public HostServices Services { get; }

    public HostContext Context(Caller caller) => new(Services, caller);

    public void Dispose() => _folder.Dispose();
}
