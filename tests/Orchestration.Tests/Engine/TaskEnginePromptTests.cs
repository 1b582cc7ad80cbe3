using Orchtui.Agents;
using Orchtui.Orchestration.Tasks;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Engine;

/// <summary>Prompts of every kind reach the agent as they are, or are refused in words.</summary>
public sealed class TaskEnginePromptTests
{
    [Fact]
    public async Task A_large_prompt_with_control_characters_and_any_line_ends_reaches_the_agent_as_it_is()
    {
        await using var fixture = await StartAsync();
        fixture.Agent.Launch = request => new AgentLaunch { Arguments = [request.Executable], StandardInput = request.Prompt };
        var prompt = string.Concat(Enumerable.Repeat("Größe\r\n\e[31m\u0003\tline\r", 50_000));

        var task = Value(await fixture.Engine.AddAsync(New(fixture.Repository.Path, prompt)));
        await fixture.StartedAsync(task.Id);

        Assert.Equal(prompt, fixture.Host.Started.Single().Launch.StandardInput);
        Assert.Equal(prompt, (await fixture.GetAsync(task.Id)).Body);
    }

    [Theory]
    [InlineData(TaskPrompt.MaxBytes / 2, true)]
    [InlineData((TaskPrompt.MaxBytes / 2) + 1, false)]
    public async Task A_prompt_over_the_limit_is_refused_with_what_to_do(int characters, bool taken)
    {
        await using var fixture = await StartAsync();

        var added = await fixture.Engine.AddAsync(New(fixture.Repository.Path, new string('ß', characters)) with { Held = true });

        Assert.Equal(taken ? null : TaskPrompt.TooLong, added.Problem?.Message);
    }

    [Fact]
    public async Task A_prompt_that_no_program_can_be_given_is_refused()
    {
        await using var fixture = await StartAsync();

        Assert.Contains("NUL", (await fixture.Engine.AddAsync(New(fixture.Repository.Path, "a\0b"))).Problem!.Message);
        var labelled = New(fixture.Repository.Path, "") with { Labels = ["a\nb"] };
        Assert.Contains("control character", (await fixture.Engine.AddAsync(labelled)).Problem!.Message);
        var modelled = New(fixture.Repository.Path, "") with { Model = "a\0" };
        Assert.Contains("control character", (await fixture.Engine.AddAsync(modelled)).Problem!.Message);
    }

    [Theory]
    [InlineData(null, "opus")]
    [InlineData("haiku", "haiku")]
    public async Task Model_and_effort_come_from_the_configuration_unless_the_task_says(string? model, string expected)
    {
        var settings = new Dictionary<string, string> { ["model"] = "opus", ["effort"] = " high ", ["colour"] = "red" };
        await using var fixture = await StartAsync(options => options with
        {
            AgentSettings = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["alpha"] = settings },
        });

        var task = Value(await fixture.Engine.AddAsync(New(fixture.Repository.Path, "Do it") with { Model = model }));
        await fixture.StartedAsync(task.Id);

        var request = fixture.Agent.Requests.Single();
        Assert.Equal((expected, "high", "red"), (request.Model, request.Effort, request.Settings["colour"]));
    }

    [Fact]
    public async Task A_blank_prompt_leaves_the_title_to_say_it()
    {
        await using var fixture = await StartAsync();

        var task = Value(await fixture.Engine.AddAsync(New(fixture.Repository.Path, "\n")));
        await fixture.StartedAsync(task.Id);

        Assert.Equal("Long", fixture.Agent.Requests.Single().Prompt);
    }

    [Theory]
    [InlineData((128 * 1024) - 1, true)]
    [InlineData(128 * 1024, false)]
    public async Task A_prompt_too_long_for_an_argument_needs_review_before_anything_is_started(int length, bool starts)
    {
        await using var fixture = await StartAsync();

        var task = Value(await fixture.Engine.AddAsync(New(fixture.Repository.Path, new string('x', length))));

        if (starts)
        {
            await fixture.StartedAsync(task.Id);
            return;
        }

        var refused = await fixture.BecomesAsync(task.Id, TaskStatus.NeedsReview);
        Assert.StartsWith($"alpha is given its prompt as an argument, and one of {length} bytes is more than", refused.Reason);
        Assert.Empty(fixture.Host.Started);
    }

    private static NewTask New(string project, string prompt) => new() { Title = "Long", Body = prompt, Project = project };
}
