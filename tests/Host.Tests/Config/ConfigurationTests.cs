using Orchtui.Agents;
using Orchtui.Host.Config;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Config;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_file_the_defaults_hold() => Assert.Equal((new Configuration(), 0), Load(null));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("terminal:\n")]
    public void What_says_nothing_changes_nothing(string text) => Assert.Equal((new Configuration(), 0), Load(text));

    [Fact]
    public void Every_key_is_taken()
    {
        var (configuration, errors) = Load("""
            terminal: { scrollback_lines: 0, prefix: C-a, ambiguous_width: wide }
            engine: { max_parallel: 64 }
            workflow:
              timeout_seconds: 0
              permissions: { mode: autonomous }
            """);
        Assert.Equal(0, errors);
        Assert.Equal(new Configuration { ScrollbackLines = 0, Prefix = "C-a", AmbiguousWide = true, MaxParallel = 64, RunTimeout = TimeSpan.Zero, Permissions = PermissionMode.Autonomous }, configuration);
    }

    [Fact]
    public void All_errors_are_told_at_once_with_file_line_and_key_and_the_defaults_hold()
    {
        var path = _folder.Write("config.yml", """
            terminal:
              scrollback_lines: many
              prefix: C-nonsense
              ambiguous_width: both
            engine:
              max_parallel: 65
            workflow:
              timeout_seconds: [1]
              permissions:
                mode: yolo
            """);
        var (configuration, errors) = Configuration.Load(path);
        Assert.Equal(new Configuration(), configuration);
        Assert.Equal(
            [(2, "terminal.scrollback_lines"), (3, "terminal.prefix"), (4, "terminal.ambiguous_width"), (6, "engine.max_parallel"), (8, "workflow.timeout_seconds"), (10, "workflow.permissions.mode")],
            errors.Select(error => (int.Parse(error[(path.Length + 1)..].Split(':')[0]), error.Split(' ')[1])));
    }

    [Theory]
    [InlineData("terminal:\n  prefx: C-a", "2: terminal.prefx is not known (did you mean terminal.prefix?); it has no effect")]
    [InlineData("terminal: {scrollback-lines: 5}", "1: terminal.scrollback-lines is not known (did you mean terminal.scrollback_lines?); it has no effect")]
    [InlineData("engine:\n  max_paralel: 4", "2: engine.max_paralel is not known (did you mean engine.max_parallel?); it has no effect")]
    [InlineData("# first\nprefix: C-a", "2: prefix is not known (did you mean terminal.prefix?); it has no effect")]
    [InlineData("workflow:\n  mode: autonomous", "2: workflow.mode is not known (did you mean workflow.permissions.mode?); it has no effect")]
    [InlineData("terminl:\n  prefix: C-a", "1: terminl is not known (did you mean terminal?); it has no effect")]
    [InlineData("somebody: else's key", "1: somebody is not known; it has no effect")]
    [InlineData("engine: 4", "1: engine has keys of its own, and '4' is none")]
    public void A_key_that_has_no_effect_is_named_with_the_one_that_was_meant(string text, string expected)
    {
        var path = _folder.Write("config.yml", text);
        var (configuration, errors) = Configuration.Load(path);
        Assert.Equal([$"{path}:{expected}"], errors);
        Assert.Equal(new Configuration(), configuration);
    }

    [Theory]
    [InlineData("^a", "C-a")]
    [InlineData("c-A", "C-a")]
    [InlineData("PPage", "PageUp")]
    public void A_prefix_is_taken_by_any_of_its_names(string text, string prefix) =>
        Assert.Equal(prefix, Configuration.Load(_folder.Write("config.yml", $"terminal: {{ prefix: '{text}' }}")).Configuration.Prefix);

    [Theory]
    [InlineData("a: [1, 2\nb: c", 1)]
    [InlineData("terminal:\n\t- x", 1)]
    [InlineData("- a\n- b", 1)]
    [InlineData("just text", 1)]
    [InlineData("a: 1\na: 2", 1)]
    public void A_file_that_is_no_mapping_is_one_error(string text, int expected) => Assert.Equal((new Configuration(), expected), Load(text));

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_and_no_fault()
    {
        Directory.CreateDirectory(_folder["config.yml"]);
        Assert.Empty(Configuration.Load(_folder["config.yml"]).Errors);
        File.CreateSymbolicLink(_folder["loop.yml"], _folder["loop.yml"]);
        _ = Configuration.Load(_folder["loop.yml"]);
    }

    private (Configuration Configuration, int Errors) Load(string? text)
    {
        if (text is not null) _folder.Write("config.yml", text);
        var (configuration, errors) = Configuration.Load(_folder["config.yml"]);
        return (configuration, errors.Count);
    }

    [Fact]
    public void What_is_said_of_agents_is_kept_by_agent_and_key_whatever_they_are_called()
    {
        var (configuration, errors) = Load("agents:\n  claude:\n    effort: high\n    allowed_tools: [\"Bash(npm test)\", Read]\n  codex: {sandbox: none}\n  kimi: 4\n  mini:\n    deep: {er: 1}\n");
        Assert.Equal("high", configuration.Agents["claude"]["effort"]);
        Assert.Equal("Bash(npm test)\nRead", configuration.Agents["claude"]["allowed_tools"]);
        Assert.Equal("none", configuration.Agents["codex"]["sandbox"]);
        Assert.Equal(2, errors);
    }
}
