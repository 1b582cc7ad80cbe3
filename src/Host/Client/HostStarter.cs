using Orchtui.Pty;

namespace Orchtui.Host.Client;

/// <summary>Starts the host of a home in the background. Starting it twice is harmless: the second finds the lock taken and ends.</summary>
internal static class HostStarter
{
    public static HostStart Start(HomeDirectory home)
    {
        try
        {
            home.Create();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new HostStart(0, $"The home {home.Path} cannot be used: {error.Message} Set ORCHTUI_HOME to a folder of your own.");
        }

        var environment = SelfCommand.CurrentEnvironment().Where(variable => variable.Key != "ORCHTUI_HOME").Append(new("ORCHTUI_HOME", home.Path)).ToList();
        var started = Self.Detach(SelfCommand.With("serve", "--background"), environment, "/", home.HostLog);
        return new HostStart(started.Pid, started.Started ? "" : $"The host could not be started: {started.Error.Message}");
    }
}

/// <summary>The process of a host that was started, or why it was not.</summary>
internal readonly record struct HostStart(int Pid, string Problem)
{
    public bool Started => Pid > 0;
}
