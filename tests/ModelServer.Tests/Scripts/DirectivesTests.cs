using Orchtui.ModelServer.Scripts;

namespace Orchtui.ModelServer.Tests.Scripts;

public sealed class DirectivesTests
{
    [Fact]
    public void Steps_keep_the_order_in_which_they_are_written()
    {
        var directives = Directives.Parse(
            "Please [[write path=a.txt text=hello there]], then [[read path=a.txt]], [[edit path=a.txt old=hello new=good bye]] "
            + "and [[bash command=git status --short]]; [[say text=All done.]]");

        Assert.Equal(
            [
                new WriteFile("a.txt", "hello there"), new ReadFile("a.txt"), new EditFile("a.txt", "hello", "good bye"),
                new RunCommand("git status --short"),
            ],
            directives.Steps);
        Assert.Equal("All done.", directives.FinalText);
    }

    [Fact]
    public void A_quoted_value_may_hold_line_ends_brackets_and_equal_signs() =>
        Assert.Equal(
            [new WriteFile("x/y.cs", "a[[0]] = \"b\"\nc=d ]]")],
            Directives.Parse("""[[write path=x/y.cs text="a[[0]] = \"b\"\nc=d ]]"]]""").Steps);

    [Fact]
    public void A_value_with_a_quote_that_is_no_json_is_taken_as_written() =>
        Assert.Equal([new RunCommand("\"a b\" c")], Directives.Parse("[[bash command=\"a b\" c]]").Steps);

    [Fact]
    public void A_tool_of_the_agents_own_is_called_with_arguments_as_they_are_given()
    {
        var call = Assert.IsType<OwnTool>(Assert.Single(Directives.Parse("""[[tool name=TodoWrite input="{\"todos\":[1]}"]]""").Steps));
        Assert.Equal(("TodoWrite", """{"todos":[1]}"""), (call.Name, call.Input.ToJsonString()));
        Assert.Empty(Directives.Parse("[[tool name=TodoWrite input=no json]]").Steps);
    }

    [Theory]
    [InlineData("no directive at all")]
    [InlineData("[[unknown path=a]]")]
    [InlineData("[[write text=without a path]]")]
    [InlineData("[[bash]]")]
    [InlineData("[[bash command=open end")]
    [InlineData("[[]]")]
    public void Other_text_is_left_alone(string prompt) => Assert.Empty(Directives.Parse(prompt).Steps);

    [Fact]
    public void A_question_names_its_options()
    {
        var step = Assert.IsType<AskQuestion>(Assert.Single(Directives.Parse("[[ask question=Which one? options=This|That]]").Steps));
        Assert.Equal("Which one?", step.Question);
        Assert.Equal(["This", "That"], step.Options);
    }

    [Theory]
    [InlineData("[[pause ms=250]]", 250)]
    [InlineData("[[pause ms=99999999]]", 60_000)]
    [InlineData("[[pause ms=0]]", 0)]
    public void A_pause_is_bounded(string prompt, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Directives.Parse(prompt).Pause);

    [Fact]
    public void Steps_over_the_limit_are_cut() =>
        Assert.Equal(
            Directives.MaxSteps,
            Directives.Parse(string.Concat(Enumerable.Repeat("[[read path=a]]", Directives.MaxSteps + 5))).Steps.Count);
}
