using System.Runtime.CompilerServices;
using Orchtui.Agents;
using Orchtui.Host.Plugins;

namespace Orchtui.Host.Tests.Plugins;

public sealed class PluginCatalogTests
{
    [Fact]
    public async Task A_dropped_folder_loads_and_its_agent_answers()
    {
        using var home = new PluginHome();
        var folder = home.Drop("Good");
        await home.RescanAsync();

        var good = new PluginInfo("good", "1.2.3", folder, PluginState.Loaded, "", ["agent:good"]);
        Assert.Equivalent(good with { Assembly = "Orchtui.Fixtures.Good.dll", Contract = 1, Capabilities = ["agent"] }, home.Single("good"));
        var agent = Assert.Single(home.Catalog.Agents);
        Assert.Equal("Good agent", agent.Profile.DisplayName);
        Assert.Equal("1.0", (await agent.ProbeAsync("/bin", CancellationToken.None)).Version);
        Assert.Same(agent, Assert.Single(Assert.Single(home.Changes).Added));
    }

    [Theory]
    [InlineData("Demo", "demo")]
    [InlineData("Claude", "claude")]
    [InlineData("Codex", "codex")]
    [InlineData("Kimi", "kimi")]
    [InlineData("MiniMax", "minimax")]
    public async Task The_plugins_of_the_product_load_and_leave_memory(string folder, string id)
    {
        using var home = new PluginHome();
        home.Drop(folder);
        await home.RescanAsync();
        Assert.Equal((PluginState.Loaded, ""), (home.Single(id).State, home.Single(id).Reason));
        Assert.Equal([$"agent:{id}"], home.Single(id).Provides);
        await ProbeAsync(home);

        home.Remove(folder);
        await home.RescanAsync();
        await home.LeavesMemoryAsync(id);
    }

    [Fact]
    public async Task A_plugin_that_throws_is_disabled_with_its_message_and_the_next_one_loads()
    {
        using var home = new PluginHome();
        home.Drop("ThrowsOnRegister", "a");
        home.Drop("Good", "b");
        await home.RescanAsync();

        var thrown = home.Single("throws-on-register");
        Assert.Equal(PluginState.Disabled, thrown.State);
        Assert.Contains("the moon is in the wrong phase", thrown.Reason);
        Assert.Equal(PluginState.Loaded, home.Single("good").State);
    }

    [Fact]
    public async Task A_plugin_that_hangs_is_abandoned_and_stays_off_until_the_next_start()
    {
        using var home = new PluginHome(new PluginDeadlines { Register = TimeSpan.FromMilliseconds(300) });
        home.Drop("HangsOnRegister");
        await home.RescanAsync();
        Assert.Contains("did not come back within 0.3 s", home.Single("hangs-on-register").Reason);

        home.EditManifest("HangsOnRegister", "1.2.3", "1.2.4");
        await home.RescanAsync();

        var again = home.Single("hangs-on-register");
        Assert.Equal(("1.2.4", PluginState.Disabled), (again.Version, again.State));
        Assert.Contains("stays off until the next start", again.Reason);
    }

    [Fact]
    public async Task A_plugin_of_another_contract_is_never_run()
    {
        using var home = new PluginHome();
        home.Drop("WrongContract");
        await home.RescanAsync();
        Assert.Equal("it speaks contract 99, this program speaks 1", home.Single("wrong-contract").Reason);
    }

    [Fact]
    public async Task Two_plugins_use_two_versions_of_one_library_side_by_side()
    {
        using var home = new PluginHome();
        home.Drop("ClashA");
        home.Drop("ClashB");
        await home.RescanAsync();
        Assert.Equal(["1.0.0.0", "2.0.0.0"], home.Catalog.Agents.Select(agent => agent.Profile.DisplayName));
    }

    [Fact]
    public async Task An_unreadable_manifest_is_shown_with_its_folder_name()
    {
        using var home = new PluginHome();
        home.Drop("BadManifest");
        await home.RescanAsync();
        var bad = home.Single("BadManifest");
        Assert.Equal(PluginState.Disabled, bad.State);
        Assert.Contains("plugin.yml:1: id:", bad.Reason);
    }

    [Fact]
    public async Task A_missing_assembly_is_named()
    {
        using var home = new PluginHome();
        File.Delete(Path.Combine(home.Drop("Good"), "Orchtui.Fixtures.Good.dll"));
        await home.RescanAsync();
        Assert.Contains("Orchtui.Fixtures.Good.dll does not exist", home.Single("good").Reason);
    }

    [Fact]
    public async Task A_broken_assembly_disables_its_plugin_only()
    {
        using var home = new PluginHome();
        File.WriteAllText(Path.Combine(home.Drop("ClashA"), "Orchtui.Fixtures.ClashA.dll"), "not an assembly");
        home.Drop("Good");
        await home.RescanAsync();
        Assert.Contains("BadImageFormatException", home.Single("clash-a").Reason);
        Assert.Equal(PluginState.Loaded, home.Single("good").State);
    }

    [Fact]
    public async Task A_malformed_list_of_dependencies_disables_its_plugin_only()
    {
        using var home = new PluginHome();
        File.WriteAllText(Path.Combine(home.Drop("ClashA"), "Orchtui.Fixtures.ClashA.deps.json"), "{ not json");
        home.Drop("Good");
        await home.RescanAsync();
        Assert.StartsWith("registration failed:", home.Single("clash-a").Reason);
        Assert.Equal(PluginState.Loaded, home.Single("good").State);
    }

    [Fact]
    public async Task The_first_folder_keeps_an_id_and_the_second_takes_over_when_the_first_is_gone()
    {
        using var home = new PluginHome();
        var first = home.Drop("Good", "a");
        home.Drop("Good", "b");
        await home.RescanAsync();
        Assert.Equal([PluginState.Loaded, PluginState.Disabled], home.Catalog.List().Select(plugin => plugin.State));
        Assert.Equal($"the id 'good' is already taken by {first}", home.Catalog.List()[1].Reason);

        home.Remove("a");
        await home.RescanAsync();
        Assert.Equal(home["b"], Assert.Single(home.Catalog.List(), plugin => plugin.State == PluginState.Loaded).Path);
    }

    [Fact]
    public async Task An_agent_name_that_is_taken_is_refused_with_its_owner_and_free_once_the_owner_is_gone()
    {
        using var home = new PluginHome();
        home.Drop("Good", "a");
        home.Drop("Good", "b");
        home.EditManifest("b", "id: good", "id: better");
        await home.RescanAsync();
        Assert.Equal("agent 'good' was refused: the plugin 'good' already offers it", home.Single("better").Reason);

        home.Remove("a");
        await home.RescanAsync();
        Assert.Equal(["agent:good"], home.Single("better").Provides);
    }

    [Fact]
    public async Task A_capability_that_the_manifest_does_not_list_is_refused()
    {
        using var home = new PluginHome();
        home.Drop("Good");
        home.EditManifest("Good", "[agent]", "[]");
        await home.RescanAsync();
        Assert.Contains("does not list the capability 'agent'", home.Single("good").Reason);
    }

    [Fact]
    public async Task A_removed_plugin_leaves_memory_though_its_agent_is_still_held()
    {
        using var home = new PluginHome();
        home.Drop("Good");
        await home.RescanAsync();
        var held = Use(home);

        home.Remove("Good");
        await home.RescanAsync();

        Assert.Empty(home.Catalog.Agents);
        await home.LeavesMemoryAsync("good");
        Assert.Empty(home.Catalog.List());
        Assert.Equal("good", Assert.Single(home.Changes[^1].Removed).Profile.Id);
        Assert.Contains("its folder was removed", (await held.Agent.ProbeAsync("", CancellationToken.None)).Advice);
        Assert.Null(held.Observer.OnTitle("Working"));
        Assert.False(held.Stream.Finish(0, "").Succeeded);
        Assert.Throws<PluginFailedException>(() => held.Agent.PrepareLaunch(Requests.Headless()));
    }

    [Fact]
    public async Task A_replaced_plugin_reloads_and_the_old_one_leaves_memory()
    {
        using var home = new PluginHome();
        home.Drop("Good");
        await home.RescanAsync();
        Use(home);

        home.EditManifest("Good", "1.2.3", "1.3.0");
        await home.RescanAsync();

        Assert.Contains(home.Catalog.List(), plugin => plugin is { Version: "1.3.0", State: PluginState.Loaded });
        await home.LeavesMemoryAsync("good");
        Assert.Equal("1.3.0", home.Single("good").Version);
    }

    [Fact]
    public async Task A_plugin_with_running_agents_waits_for_them()
    {
        var busy = true;
        using var home = new PluginHome(isBusy: agent => agent == "good" && busy);
        home.Drop("Good");
        await home.RescanAsync();
        home.EditManifest("Good", "1.2.3", "1.3.0");
        await home.RescanAsync();
        Assert.Equal("1.2.3", home.Single("good").Version);

        busy = false;
        await home.RescanAsync();
        Assert.Contains(home.Catalog.List(), plugin => plugin.Version == "1.3.0");
    }

    [Fact]
    public async Task A_pass_over_an_unchanged_folder_changes_nothing()
    {
        using var home = new PluginHome();
        home.Drop("Good");
        await home.RescanAsync();
        var agent = Assert.Single(home.Catalog.Agents);
        await home.RescanAsync();
        Assert.Same(agent, Assert.Single(home.Catalog.Agents));
        Assert.Single(home.Changes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ProbeAsync(PluginHome home)
    {
        var agent = Assert.Single(home.Catalog.Agents);
        Assert.NotNull(await agent.ProbeAsync("/nowhere", CancellationToken.None));
        Assert.Empty(agent.OpenStream().Read("not json"));
        Assert.Null(agent.OpenObserver().OnTitle("not a title"));
        Assert.NotEmpty(agent.PrepareLaunch(Requests.Headless()).Arguments);
    }

    /// <summary>Every kind of call is made, and what it gave is kept, as the host would keep it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (IAgentProvider Agent, IAgentObserver Observer, IAgentStream Stream, object[] Values) Use(PluginHome home)
    {
        var agent = Assert.Single(home.Catalog.Agents);
        var observer = agent.OpenObserver();
        var stream = agent.OpenStream();
        var reading = observer.OnScreen(["Go on?"]);
        Assert.Equal("Yes", Assert.Single(reading!.State.Question!.Options).Label);
        var updates = stream.Read("hello");
        Assert.Equal(new AgentMessage("hello"), Assert.Single(updates));
        var launch = agent.PrepareLaunch(Requests.Headless());
        Assert.Equal("-c", launch.Arguments[1]);
        return (agent, observer, stream, [reading, updates, launch, agent.Profile]);
    }
}
