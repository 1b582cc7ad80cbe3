using System.Diagnostics;
using Orchtui.TestKit;

namespace Orchtui.ModelServer.Tests.Agents;

public sealed class LoopbackNamespaceTests
{
    [RequiresFact("unshare", "nsenter", "ip")]
    public async Task Programs_inside_see_loopback_and_no_other_link()
    {
        await using var space = await LoopbackNamespace.StartAsync();
        var links = await OutputAsync(space, "ip", "-o", "link", "show", "up");
        Assert.Contains(": lo:", Assert.Single(links.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [RequiresFact("unshare", "nsenter", "ip")]
    public async Task Programs_share_the_namespace_with_their_children()
    {
        await using var space = await LoopbackNamespace.StartAsync();
        var first = await OutputAsync(space, "readlink", "/proc/self/ns/net");
        var second = await OutputAsync(space, "sh", "-c", "sh -c 'readlink /proc/self/ns/net'; true");
        Assert.Equal(first, second);
        Assert.NotEqual(first.Trim(), new FileInfo("/proc/self/ns/net").LinkTarget);
    }

    [RequiresFact("unshare", "nsenter", "ip")]
    public async Task The_process_is_the_program_itself()
    {
        await using var space = await LoopbackNamespace.StartAsync();
        var start = space.StartInfo("sh", "-c", "echo $$; exit 7");
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        Assert.Equal($"{process.Id}\n", await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(7, process.ExitCode);
    }

    [RequiresFact("unshare", "nsenter", "ip")]
    public async Task The_server_inside_is_asked_from_outside()
    {
        await using var space = await LoopbackNamespace.StartAsync();
        await using var server = await ModelServerProcess.StartAsync(space);
        using var outside = new System.Net.Sockets.TcpClient();
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => outside.ConnectAsync("127.0.0.1", server.Port));
        Assert.Empty(await server.RequestsAsync());
    }

    private static async Task<string> OutputAsync(LoopbackNamespace space, params string[] program)
    {
        var start = space.StartInfo(program);
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
