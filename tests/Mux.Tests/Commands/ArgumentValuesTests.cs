using System.Text.Json.Nodes;
using Orchtui.Mux.Commands;

namespace Orchtui.Mux.Tests.Commands;

public class ArgumentValuesTests
{
    private static readonly Argument[] Declared =
    [
        new("id", ArgumentKind.Positional, "which one") { Required = true },
        new("name", ArgumentKind.Positional, "another name"),
        new("size", ArgumentKind.Option, "how large") { Type = ArgumentType.Number, Short = 's' },
        new("dry-run", ArgumentKind.Flag, "change nothing"),
        new("side", ArgumentKind.Option, "where") { Choices = ["left", "right"] },
        new("command", ArgumentKind.Rest, "what to run"),
    ];

    [Fact]
    public void Words_fill_positions_options_flags_and_the_rest()
    {
        var values = Words("7", "x", "--size", "3", "--dry-run", "--side", "left", "--", "ls", "--all");
        Assert.Equal("7", values.Text("id"));
        Assert.Equal("x", values.Text("name"));
        Assert.Equal(3, values.Number("size"));
        Assert.True(values.Flag("dry-run"));
        Assert.Equal("left", values.Text("side"));
        Assert.Equal(["ls", "--all"], values.List("command"));
    }

    [Fact]
    public void What_is_left_over_is_the_rest_even_without_the_dashes() => Assert.Equal(["ls", "-l"], Words("7", "x", "ls", "-l").List("command"));

    [Fact]
    public void A_short_option_is_the_long_one() => Assert.Equal(4, Words("7", "-s", "4").Number("size"));

    [Fact]
    public void A_negative_number_is_no_option() => Assert.Equal("-5", Words("-5").Text("id"));

    [Fact]
    public void What_was_not_given_is_null_false_or_empty()
    {
        var values = Words("7");
        Assert.Null(values.Text("name"));
        Assert.Null(values.Number("size"));
        Assert.False(values.Flag("dry-run"));
        Assert.Empty(values.List("command"));
    }

    [Theory]
    [InlineData("'id' is missing: which one")]
    [InlineData("unknown option '--what'", "7", "--what")]
    [InlineData("'--size' needs a value: how large", "7", "--size")]
    [InlineData("'size' is a whole number, not \"many\"", "7", "--size", "many")]
    [InlineData("'side' is one of left, right, not 'up'", "7", "--side", "up")]
    public void A_wrong_call_says_what_is_wrong(string expected, params string[] words)
    {
        var (values, error) = ArgumentValues.From(Declared, words);
        Assert.Null(values);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Without_a_rest_a_word_too_many_is_an_error() =>
        Assert.Equal("'b' is one argument too many", ArgumentValues.From([Declared[1]], ["a", "b"]).Error);

    [Fact]
    public void Json_takes_numbers_for_ids_and_underscores_for_dashes()
    {
        var values = Json("""{"id": 7, "dry_run": true, "size": "12", "command": ["a", "b"], "name": null}""").Values!;
        Assert.Equal("7", values.Text("id"));
        Assert.True(values.Flag("dry-run"));
        Assert.Equal(12, values.Number("size"));
        Assert.Equal(["a", "b"], values.List("command"));
        Assert.Null(values.Text("name"));
    }

    [Fact]
    public void All_errors_of_a_call_are_told_at_once()
    {
        var error = Json("""{"dry-run": "yes", "size": 1.5, "command": [1], "nonsense": 1, "name": {}}""").Error!;
        Assert.Equal(
            [
                "'dry-run' is true or false", "'size' is a whole number, not 1.5", "'command' is a list of strings", "unknown argument 'nonsense'",
                "'name' is a string", "'id' is missing: which one",
            ],
            error.Split("; "));
    }

    [Fact]
    public void No_values_at_all_are_fine_where_none_is_required() => Assert.NotNull(ArgumentValues.From([Declared[2]], (JsonObject?)null).Values);

    private static ArgumentValues Words(params string[] words)
    {
        var (values, error) = ArgumentValues.From(Declared, words);
        Assert.Null(error);
        return values!;
    }

    private static ArgumentValues.Parsed Json(string json) => ArgumentValues.From(Declared, JsonNode.Parse(json)!.AsObject());
}
