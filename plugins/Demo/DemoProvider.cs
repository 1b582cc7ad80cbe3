using System.Runtime.InteropServices;
using Orchtui.Agents;
using Orchtui.Plugins.Demo.Agent;

namespace Orchtui.Plugins.Demo;

/// <summary>
/// An agent whose program lies in the plugin's own folder: scripted, deterministic, without a model. It exists so that every part of
/// the product can be seen and tested without a key, and so it is never picked unless named.
/// </summary>
internal sealed class DemoProvider(string pluginDirectory) : IAgentProvider
{
    private readonly string _program = Path.Combine(pluginDirectory, "Orchtui.Plugins.Demo");

    public AgentProfile Profile { get; } = new()
    {
        Id = "demo",
        DisplayName = "Demo agent",
        Modes = [AgentMode.Interactive, AgentMode.Headless],
        ChoosesSessionId = true,
        PickedByDefault = false,
        SilenceLimit = TimeSpan.FromMinutes(2),
    };

    public Task<AgentAvailability> ProbeAsync(string searchPath, CancellationToken cancellation) => Task.FromResult(
        File.Exists(_program)
            ? new AgentAvailability { Executable = _program, Version = DemoProgram.Version, VersionChecked = true }
            : new AgentAvailability { Advice = $"{_program} is missing; the plugin's folder is not complete" });

    public AgentSignIn FindSignIn(IReadOnlyDictionary<string, string> environment) => new(SignInState.SignedIn, "needs no account");

    public AgentLaunch PrepareLaunch(LaunchRequest request)
    {
        var session = request.SessionId ?? Guid.NewGuid().ToString();
        List<string> arguments = [request.Executable, request.Resume ? DemoArguments.Resume : DemoArguments.Session, session];
        if (request.Mode == AgentMode.Headless) arguments.Add(DemoArguments.Headless);
        else if (request.Prompt.Length > 0) arguments.AddRange([DemoArguments.Prompt, request.Prompt]);
        return new AgentLaunch
        {
            Arguments = arguments,
            Environment = new Dictionary<string, string?>
            {
                [DemoArguments.EventsVariable] = request.EventsDirectory,
                // The program is started by its own name and must find the runtime that runs the host.
                ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
            },
            StandardInput = request.Mode == AgentMode.Headless ? request.Prompt : "",
            SessionId = session,
        };
    }

    public IAgentStream OpenStream() => new DemoStream();

    public IAgentObserver OpenObserver() => new DemoObserver();
}
