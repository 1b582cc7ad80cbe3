using Orchtui.Agents;
using Orchtui.Orchestration.Engine;

namespace Orchtui.Orchestration.Tests.Engine;

public sealed class NextStepsTests
{
    [Theory]
    [InlineData("unknown model", "unknown model. Look")]
    [InlineData("unknown model.", "unknown model. Look")]
    [InlineData("it broke (500) ", "it broke (500). Look")]
    [InlineData("what?", "what? Look")]
    [InlineData("", "Look")]
    public void The_step_follows_the_words_as_a_sentence_of_its_own(string words, string begins) =>
        Assert.StartsWith(begins, NextSteps.Add(words, AgentErrorClass.AgentFailed));

    [Fact]
    public void Every_kind_of_failure_has_a_step() =>
        Assert.All(Enum.GetValues<AgentErrorClass>(), kind => Assert.EndsWith(".", NextSteps.After(kind)));
}
