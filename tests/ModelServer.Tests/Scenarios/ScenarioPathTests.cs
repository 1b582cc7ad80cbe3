using Orchtui.ModelServer.Scenarios;

namespace Orchtui.ModelServer.Tests.Scenarios;

public sealed class ScenarioPathTests
{
    [Theory]
    [InlineData("ok", "ok", null, false)]
    [InlineData("two-files", "two-files", null, false)]
    [InlineData("slow-250", "slow", 250, false)]
    [InlineData("two-files-10", "two-files", 10, false)]
    [InlineData("e529once", "e529", null, true)]
    [InlineData("slow-20once", "slow", 20, true)]
    [InlineData("hang-midonce", "hang-mid", null, true)]
    public void A_name_may_carry_a_pause_and_once(string text, string name, int? pause, bool once)
    {
        var path = ScenarioPath.Parse(text);
        Assert.NotNull(path);
        Assert.Equal(name, path.Scenario.Name);
        Assert.Equal(pause, (int?)path.Pause?.TotalMilliseconds);
        Assert.Equal(once, path.Once);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("OK")]
    [InlineData("ok-")]
    [InlineData("once")]
    public void An_unknown_name_is_none(string text) => Assert.Null(ScenarioPath.Parse(text));

    [Fact]
    public void Every_scenario_is_reached_by_its_own_name() =>
        Assert.All(ScenarioTable.Names, name => Assert.Equal(name, ScenarioPath.Parse(name)?.Scenario.Name));
}
