using Orchtui.Agents;
using Orchtui.Plugins.Demo;

namespace Orchtui.Demo.Tests;

public sealed class DemoProviderTests
{
    private readonly DemoProvider _provider = new(DemoFolder.PluginDirectory);

    [Fact]
    public async Task The_program_is_found_beside_the_plugin()
    {
        var availability = await _provider.ProbeAsync("", CancellationToken.None);
        Assert.True(availability.Installed, availability.Advice);
        Assert.Equal("0.1.0", availability.Version);
    }

    [Fact]
    public async Task An_incomplete_plugin_folder_is_a_missing_agent()
    {
        var availability = await new DemoProvider("/nowhere").ProbeAsync("", CancellationToken.None);
        Assert.False(availability.Installed);
        Assert.Contains("/nowhere/Orchtui.Plugins.Demo is missing", availability.Advice);
    }

    [Fact]
    public void It_is_never_picked_unless_named() => Assert.False(_provider.Profile.PickedByDefault);

    [Fact]
    public void An_interactive_launch_hands_the_prompt_over_as_one_argument()
    {
        using var folder = new DemoFolder();
        var launch = _provider.PrepareLaunch(folder.Request("a 'b' \"c\"\n$d", AgentMode.Interactive));
        Assert.Equal(["--session", "0b8f1c9e-7a51-4a55-9a5e-2f4e7b1c0001", "--prompt", "a 'b' \"c\"\n$d"], launch.Arguments.Skip(1));
        Assert.Equal(folder.Events, launch.Environment["DEMO_EVENTS"]);
        Assert.Equal("", launch.StandardInput);
    }

    [Fact]
    public void A_headless_launch_hands_the_prompt_over_on_standard_input_and_a_resume_names_the_session()
    {
        using var folder = new DemoFolder();
        var launch = _provider.PrepareLaunch(folder.Request("go on") with { Resume = true });
        Assert.Equal(["--resume", "0b8f1c9e-7a51-4a55-9a5e-2f4e7b1c0001", "--headless"], launch.Arguments.Skip(1));
        Assert.Equal("go on", launch.StandardInput);
    }

    [Fact]
    public void Without_a_session_one_is_made()
    {
        using var folder = new DemoFolder();
        Assert.True(Guid.TryParse(_provider.PrepareLaunch(folder.Request("x") with { SessionId = null }).SessionId, out _));
    }
}
