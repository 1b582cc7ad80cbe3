using Orchtui.Host.Client;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary><c>orchtui keeper --home DIR</c>, started by the host.</summary>
internal static class KeeperProgram
{
    public static int Run(string[] args)
    {
        if (args is ["keeper", "--home", var home]) return KeeperServer.Run(KeeperOptions.ForHome(home) with { HostProgram = SelfCommand.With("serve", "--background") });
        FileDescriptorWriter.WriteLine(RawTerminal.StandardError, "orchtui: usage: orchtui keeper --home DIR (the host starts it by itself)");
        return 2;
    }
}
