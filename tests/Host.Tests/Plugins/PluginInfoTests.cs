using System.Text.Json;
using Orchtui.Host.Plugins;

namespace Orchtui.Host.Tests.Plugins;

public sealed class PluginInfoTests
{
    [Fact]
    public void The_list_has_the_names_and_words_of_the_command_line()
    {
        PluginInfo[] plugins = [new("good", "1.2.3", "/plugins/Good", PluginState.Unloading, "its folder was removed", ["agent:good"])];
        Assert.Equal(
            """
            [{"id":"good","version":"1.2.3","path":"/plugins/Good","state":"unloading","reason":"its folder was removed","provides":["agent:good"]}]
            """,
            JsonSerializer.Serialize(plugins, PluginJson.Default.IReadOnlyListPluginInfo));
    }
}
