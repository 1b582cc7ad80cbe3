using Orchtui.Orchestration.Tasks;

namespace Orchtui.Orchestration.Tests.Tasks;

public sealed class TaskWordsTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("2147483647", int.MaxValue)]
    public void A_task_id_is_a_positive_number(string text, int value)
    {
        Assert.True(TaskId.TryParse(text, out var id));
        Assert.Equal((new TaskId(value), text), (id, id.ToString()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("2147483648")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_task_id(string? text) => Assert.False(TaskId.TryParse(text, out _));

    [Fact]
    public void An_attempt_id_is_written_and_read_back()
    {
        Assert.True(AttemptId.TryParse("7.12", out var id));
        Assert.Equal((new AttemptId(new TaskId(7), 12), "7.12"), (id, id.ToString()));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("7.")]
    [InlineData(".1")]
    [InlineData("7.0")]
    [InlineData("7.1.1")]
    [InlineData(null)]
    public void Anything_else_is_no_attempt_id(string? text) => Assert.False(AttemptId.TryParse(text, out _));

    [Fact]
    public void Every_status_has_the_word_of_the_specification() => Assert.Equal(
        ["new", "routed", "in_progress", "in_review", "done", "blocked", "needs_review", "failed", "cancelled"],
        Enum.GetValues<TaskStatus>().Select(SnakeCase.Text));

    [Fact]
    public void Words_are_read_back_and_others_are_not()
    {
        Assert.All(Enum.GetValues<TransitionCause>(),
            cause => Assert.Equal(cause, SnakeCase.Parse<TransitionCause>(SnakeCase.Text(cause))));
        Assert.False(SnakeCase.TryParse<TaskStatus>("InProgress", out _));
    }

    [Fact]
    public void A_title_may_have_200_characters_however_many_code_units_they_take() =>
        Assert.Null(TaskTitle.Check(string.Concat(Enumerable.Repeat("👩‍👩‍👧", TaskTitle.MaxLength))));

    [Fact]
    public void A_longer_title_is_refused_and_the_limit_is_named() => Assert.Equal(
        "The title has 201 characters; 200 are the limit. Shorten it and put the rest into the body.",
        TaskTitle.Check(new string('x', 201))!.Message);

    [Fact]
    public void A_title_that_piles_up_marks_without_end_is_refused() =>
        Assert.NotNull(TaskTitle.Check("a" + new string('\u0301', 100_000)));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31mb")]
    [InlineData("a\u0000b")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u202eb")]
    public void A_title_that_a_screen_cannot_show_as_it_is_is_refused(string title) => Assert.NotNull(TaskTitle.Check(title));
}
