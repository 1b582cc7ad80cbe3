using Orchtui.Mux.Commands;

namespace Orchtui.Mux.Tests.Commands;

public class CommandTableTests
{
    [Fact]
    public void A_name_given_twice_is_a_programming_error() =>
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => Table(Row("a"), Row("b") with { Aliases = ["a"] })).Message);

    [Fact]
    public void A_key_given_twice_in_one_table_is_a_programming_error()
    {
        var first = Row("a") with { Keys = [new("prefix", "x")] };
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => Table(first, Row("b") with { Keys = [new("prefix", "x")] })).Message);
        Assert.NotNull(Table(first, Row("b") with { Keys = [new("home", "x")] }).FindKey("home", "x"));
    }

    [Theory]
    [InlineData("pane.split")]
    [InlineData("pane", "split")]
    [InlineData("split-window")]
    public async Task Every_spelling_of_a_name_runs_the_command(params string[] name)
    {
        var table = Table(Row("pane.split") with
        {
            Aliases = ["split-window"],
            Arguments = [new("side", ArgumentKind.Positional, "")],
            Handler = (context, values, _) => Task.FromResult(CommandResult.Ok($"{context} {values.Text("side")}")),
        });
        var result = await table.RunAsync("here", [.. name, "right"], CancellationToken.None);
        Assert.Equal("here right", result.Message);
    }

    [Fact]
    public async Task An_unknown_name_is_not_found_and_a_wrong_argument_shows_the_usage()
    {
        var table = Table(Row("a") with { Arguments = [new("id", ArgumentKind.Positional, "which") { Required = true }] });
        Assert.Equal(FailureKind.NotFound, (await table.RunAsync("", ["b"], CancellationToken.None)).Failure);
        var wrong = await table.RunAsync("", ["a"], CancellationToken.None);
        Assert.Equal(FailureKind.Usage, wrong.Failure);
        Assert.Contains("usage: a ID", wrong.Message);
        Assert.True((await table.RunAsync("", [], CancellationToken.None)).Succeeded);
    }

    [Fact]
    public void Usage_shows_what_is_required_and_what_is_not()
    {
        var row = Row("pane.new") with
        {
            Arguments =
            [
                new("id", ArgumentKind.Positional, "") { Required = true },
                new("focus", ArgumentKind.Flag, ""),
                new("split", ArgumentKind.Option, "") { Choices = ["right", "below"] },
                new("command", ArgumentKind.Rest, "") { Placeholder = "CMD" },
            ],
        };
        Assert.Equal("pane new ID [--focus] [--split right|below] [-- CMD…]", row.Usage);
    }

    private static CommandTable<string> Table(params Command<string>[] rows) => new(rows);

    private static Command<string> Row(string name) => new()
    {
        Name = name,
        Help = "Do it",
        Handler = (_, _, _) => Task.FromResult(CommandResult.Ok()),
    };
}
