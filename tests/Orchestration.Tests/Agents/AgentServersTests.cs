using Orchtui.Agents;
using Orchtui.Orchestration.Agents;
using Orchtui.TestKit;

namespace Orchtui.Orchestration.Tests.Agents;

public sealed class AgentServersTests
{
    [Fact]
    public async Task A_chosen_port_is_free_and_each_password_new()
    {
        var one = AgentServers.Choose()!;
        var other = AgentServers.Choose()!;
        Assert.NotEqual(one.Password, other.Password);
        Assert.Equal(48, one.Password.Length);

        // A process that another test starts at that moment holds the socket that tried the port until it runs its own program.
        await Eventually.TrueAsync("the port can be taken", () => AgentServers.IsFree(one.Port));
    }

    [Fact]
    public void What_a_host_writes_the_next_one_reads_and_nobody_else()
    {
        using var directory = new TemporaryDirectory();
        var request = new AgentLinkRequest(new AgentServer(4711, "secret"), "/work tree", "ses_1");
        AgentServers.Write(directory.Path, request);
        Assert.Equal(request, AgentServers.Read(directory.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory["server.json"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    public void A_file_that_is_missing_or_broken_is_no_server(string? content)
    {
        using var directory = new TemporaryDirectory();
        if (content is not null) directory.Write("server.json", content);
        Assert.Null(AgentServers.Read(directory.Path));
    }
}
