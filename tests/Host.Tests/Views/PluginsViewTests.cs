using System.Text;
using Orchtui.Host.Plugins;
using Orchtui.Host.Views;
using Orchtui.Mux.Composition;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Views;

public sealed class PluginsViewTests
{
    private static readonly string[] Folders = ["/opt/orchtui/plugins", "/home/me/.orchtui/plugins"];

    private readonly List<PluginInfo> _plugins =
    [
        Plugin("claude", "0.1.0", PluginState.Loaded, "", "agent:claude") with { Assembly = "Orchtui.Plugins.Claude.dll", Contract = 1, Capabilities = ["agent"] },
        Plugin("signpost", "1.2.3", PluginState.Loaded, "", "agent:left", "agent:right", "route:signpost"),
        Plugin("mailer", "2.0", PluginState.Disabled, "a notification (notifier mail) failed: SocketException: the server smtp.example.org said no and said it at some length, so that the line is full") with
        {
            Assembly = "Mailer.dll",
            Contract = 1,
            Capabilities = ["notifier", "hook"],
        },
        Plugin("future", "9.0", PluginState.Disabled, "it speaks contract 99, this program speaks 1") with { Contract = 99, Capabilities = ["agent"] },
        Plugin("demo", "0.1.0", PluginState.Loaded, "it is loaded anew when its agents are idle", "agent:demo"),
        Plugin("gone", "0.9", PluginState.Unloading, "its folder was removed"),
    ];

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 40, 10 }, { 200, 50 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Those_that_need_a_look_come_first(int columns, int rows) => Check(View(Client(columns, rows)), columns, rows, "List");

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Details_tell_the_whole_reason(int columns, int rows)
    {
        var view = View(Client(columns, rows));
        Press(view, "Down", "Down", "Enter");
        Check(view, columns, rows, "Details");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Without_plugins_it_says_where_they_are_looked_for(int columns, int rows)
    {
        _plugins.Clear();
        Check(View(Client(columns, rows)), columns, rows, "Empty");
    }

    [Fact]
    public void Keys_reload_the_selected_one_and_close_one_thing_at_a_time()
    {
        var client = Client(80, 24);
        var view = View(client);
        Draw(view, 80, 24);
        Press(view, "j", "r", "Enter", "r", "Escape");
        Assert.Equal(["run plugin.reload gone", "run plugin.reload gone"], client.Asked);
        Press(view, "G", "r", "Escape");
        Assert.Equal(["run plugin.reload signpost", "close"], client.Asked[2..]);
    }

    [Fact]
    public void The_selection_stays_on_its_plugin_while_others_come_and_go()
    {
        var client = Client(80, 24);
        var view = View(client);
        Press(view, "End");
        Draw(view, 80, 24);
        _plugins.Insert(0, Plugin("aaa", "1", PluginState.Disabled, "it registered nothing"));
        _plugins.Add(Plugin("zzz", "1", PluginState.Loaded, "", "agent:zzz"));
        Draw(view, 80, 24);
        Press(view, "r");
        Assert.Equal(["run plugin.reload signpost"], client.Asked);
    }

    private static PluginInfo Plugin(string id, string version, PluginState state, string reason, params string[] provides) =>
        new(id, version, $"/opt/orchtui/plugins/{id}", state, reason, provides);

    private static FakeClient Client(int columns, int rows) => new(new CellSize(columns, rows));

    private PluginsView View(FakeClient client) => new(client, () => [.. _plugins], Folders);

    private static void Check(PluginsView view, int columns, int rows, string name) => Snapshot.Matches(Draw(view, columns, rows), $"{name}.{columns}x{rows}");

    private static string Draw(PluginsView view, int columns, int rows)
    {
        var surface = new Surface(columns, rows, new GlyphTable());
        view.Draw(surface, new Mux.Layout.Rect(0, 1, columns, rows - 2));
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++) text.Append(surface.RowText(row)).Append('\n');
        return text.ToString();
    }

    private static void Press(PluginsView view, params string[] names)
    {
        foreach (var name in names)
        {
            Assert.True(KeyName.TryParse(name, out var key), name);
            view.HandleKey(key);
        }
    }
}
