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
    [InlineData("somebody: else's key\n")]
    [InlineData("terminal:\n")]
    public void What_says_nothing_changes_nothing(string text) => Assert.Equal((new Configuration(), 0), Load(text));

    [Fact]
    public void Every_key_is_taken()
    {
        var (configuration, errors) = Load("""
            terminal: { scrollback_lines: 0, prefix: C-a }
            engine: { max_parallel: 64 }
            workflow:
              timeout_seconds: 0
              permissions: { mode: autonomous }
            """);
        Assert.Equal(0, errors);
        Assert.Equal(new Configuration { ScrollbackLines = 0, Prefix = "C-a", MaxParallel = 64, RunTimeout = TimeSpan.Zero, Permissions = PermissionMode.Autonomous }, configuration);
    }

    [Fact]
    public void All_errors_are_told_at_once_with_file_line_and_key_and_the_defaults_hold()
    {
        var path = _folder.Write("config.yml", """
            terminal:
              scrollback_lines: many
              prefix: C-nonsense
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
            [(2, "terminal.scrollback_lines"), (3, "terminal.prefix"), (5, "engine.max_parallel"), (7, "workflow.timeout_seconds"), (9, "workflow.permissions.mode")],
            errors.Select(error => (int.Parse(error[(path.Length + 1)..].Split(':')[0]), error.Split(' ')[1])));
    }

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
}
