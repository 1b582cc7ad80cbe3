using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Server;

/// <summary>Counts what the whole process has open, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(DescriptorTests), DisableParallelization = true)]
[Collection(nameof(DescriptorTests))]
public class DescriptorTests
{
    [Fact]
    public async Task Clients_and_panes_that_come_and_go_leave_no_descriptor_behind()
    {
        await using var fixture = MuxFixture.Started();
        await ComeAndGoAsync(fixture);
        var before = Open();
        for (var i = 0; i < 10; i++) await ComeAndGoAsync(fixture);

        // Each round starts two programs, whose handles the fixture keeps until its end.
        Assert.InRange(Open(), 0, before + 15);
    }

    private static async Task ComeAndGoAsync(MuxFixture fixture)
    {
        using var client = new TestClient(fixture.Options.AttachSocket);
        await client.ShowsAsync("home view");
        var pane = await fixture.OpenAsync("sleep 100");
        await fixture.ShowAsync(pane);
        await fixture.Mux.InvokeAsync(mux => mux.Remove(pane));
        client.Connection.Dispose();
        await Eventually.TrueAsync("nobody is attached", async () => await fixture.Mux.InvokeAsync(mux => !mux.Clients.Any()));
    }

    private static int Open() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
}
