using Orchtui.Host.Cli;

namespace Orchtui.Host.Tests.Cli;

public sealed class UsageProblemsTests
{
    [Theory]
    [InlineData("tsk list", "There is no 'orchtui tsk'. Did you mean 'orchtui task'?")]
    [InlineData("task lst", "There is no 'orchtui task lst'. Did you mean 'orchtui task list'?")]
    [InlineData("frobnicate", "There is no 'orchtui frobnicate'.")]
    [InlineData("task frobnicate 1", "There is no 'orchtui task frobnicate'.")]
    [InlineData("task add x --mode fast", "Argument 'fast' not recognized. Must be one of: 'interactive', 'headless'")]
    public void Wrong_word_is_named_with_the_one_that_was_meant(string line, string problem) =>
        Assert.Equal([problem], UsageProblems.Of(CommandLine.Root().Parse(line)));

    [Fact]
    public void Group_without_a_verb_lists_its_verbs() =>
        Assert.StartsWith("'orchtui pane' needs one of: new, list, capture", Assert.Single(UsageProblems.Of(CommandLine.Root().Parse("pane"))));
}
