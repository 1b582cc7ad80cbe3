using Orchtui.Terminal;

namespace Orchtui.Mux.Tests.Server;

/// <summary>What a program wants to be told of keys is asked of the outer terminal while that program has the keyboard, and no longer.</summary>
public class KeyboardTests
{
    [Fact]
    public async Task Releases_and_alternates_are_asked_of_the_terminal_for_the_focused_pane_only()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        var wanting = await fixture.OpenAsync("stty raw -echo; printf '\\033[>31uready'; dd bs=1 count=11 2>/dev/null | tr '\\033' E; sleep 100");
        var plain = await fixture.OpenAsync("printf plain; sleep 100");
        await fixture.ShowAsync(plain);
        await UntilAsync(client, 1);
        await fixture.ShowAsync(wanting);
        await client.ShowsAsync("ready");
        await UntilAsync(client, 7);
        await fixture.Mux.InvokeAsync(mux => mux.EnterCopyMode(mux.Clients.Single(), 0));
        await UntilAsync(client, 1);
        await fixture.Mux.InvokeAsync(mux => mux.Copy(mux.Clients.Single(), Orchtui.Mux.Panes.CopyAction.Leave));
        await UntilAsync(client, 7);
        client.Type("\x1b[1;1:1A\x1b[1;1:3A");
        await client.ShowsAsync("E[AE[1;1:3A");
        await fixture.ShowAsync(plain);
        await UntilAsync(client, 1);
    }

    [Fact]
    public async Task A_release_is_never_a_command()
    {
        await using var fixture = MuxFixture.Started();
        var client = await fixture.AttachAsync();
        fixture.Host.Keys[("prefix", "d")] = one => fixture.Mux.InvokeAsync(_ => one.Toast("the key ran"));
        var pane = await fixture.OpenAsync("stty raw -echo; printf '\\033[>3uready'; dd bs=1 count=8 2>/dev/null | tr '\\033' E; sleep 100");
        await fixture.ShowAsync(pane);
        await client.ShowsAsync("ready");
        client.Type("\x1b[98;5:1u\x1b[98;5:3u\x1b[100;1:3ud\x1b[57442;5:3u\x1b[1;1:3B");
        await client.ShowsAsync("the key ran");
        await client.ShowsAsync("E[1;1:3B");
        Assert.Equal(["key prefix d"], fixture.Host.Told.Where(told => told.StartsWith("key")));
    }

    private static Task UntilAsync(TestClient client, int flags) => client.Terminal.UntilAsync(
        $"the terminal is asked for {flags}", () => client.Terminal.Emulator.InputModes.KittyFlags == (KittyKeyboard)flags);
}
