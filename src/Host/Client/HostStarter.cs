using Orchtui.Pty;

namespace Orchtui.Host.Client;

/// <summary>Starts the host of a home in the background. Starting it twice is harmless: the second finds the lock taken and ends.</summary>
internal static class HostStarter
{
    public static DetachResult Start(HomeDirectory home)
    {
        home.Create();
        var environment = SelfCommand.CurrentEnvironment().Where(variable => variable.Key != "ORCHTUI_HOME").Append(new("ORCHTUI_HOME", home.Path)).ToList();
        return Self.Detach(SelfCommand.With("serve", "--background"), environment, "/", home.HostLog);
    }
}
