using Orchtui.Host.Cli;
using Orchtui.Host.Commands;
using Orchtui.Host.Tests.Views;
using Orchtui.Host.Views;
using Orchtui.Mux.Commands;
using Orchtui.Mux.Composition;
using Orchtui.Terminal;
using Orchtui.Terminal.Input;

namespace Orchtui.Host.Tests.Commands;

public class HostCommandsTests
{
    public static TheoryData<string> Names => [.. HostCommands.Table.Rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_row_is_helped_and_its_arguments_are_too(string name)
    {
        var row = HostCommands.Table.Find(name)!;
        Assert.NotEqual("", row.Help);
        Assert.True(char.IsUpper(row.Help[0]) && !row.Help.EndsWith('.'), row.Help);
        Assert.All(row.Arguments, argument => Assert.NotEqual("", argument.Help));
        Assert.Equal(row.Arguments.Count, row.Arguments.Select(argument => argument.Name).Distinct().Count());
        Assert.True(row.Arguments.Count(argument => argument.Kind == ArgumentKind.Rest) <= 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_key_of_a_row_is_a_key_and_its_words_are_a_call_of_the_row(string name)
    {
        var row = HostCommands.Table.Find(name)!;
        Assert.All(row.Keys, binding =>
        {
            Assert.True(KeyName.TryParse(binding.Key, out var key), binding.Key);
            Assert.Contains(binding.Table, new[] { "prefix", "home", "copy" });
            Assert.Null(ArgumentValues.From(row.Arguments, [.. binding.Words.Select(word => word == "{task}" ? "7" : word)]).Error);
            Assert.Equal(binding.Key, KeyName.Format(key));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_verb_parses_with_what_it_requires(string name)
    {
        var row = HostCommands.Table.Find(name)!;
        if ((row.Surfaces & Surfaces.CommandLine) == 0) return;
        var words = name.Split('.').ToList();
        foreach (var argument in row.Arguments.Where(argument => argument.Required && argument.Kind == ArgumentKind.Positional))
            words.Add(argument.Choices.FirstOrDefault() ?? "7");
        foreach (var argument in row.Arguments.Where(argument => argument.Required && argument.Kind == ArgumentKind.Option))
            words.AddRange([$"--{argument.Name}", argument.Choices.FirstOrDefault() ?? "7"]);
        Assert.Empty(CommandLine.Root().Parse([.. words, "--json"]).Errors);
        if (row.Arguments.Any(argument => argument.Required)) Assert.NotEmpty(CommandLine.Root().Parse(name.Split('.')).Errors);
    }

    [Theory]
    [InlineData("home")]
    [InlineData("prefix")]
    [InlineData("copy")]
    public void Help_shows_every_key_of_a_place(string place)
    {
        var client = new FakeClient(new CellSize(200, 2000));
        var surface = new Surface(200, 1000, new GlyphTable());
        new HelpView(client, HostCommands.Table, place, "C-b").Draw(surface, surface.Area);
        var text = string.Join('\n', Enumerable.Range(0, surface.Rows).Select(surface.RowText));
        foreach (var row in HostCommands.Table.Rows)
        {
            var keys = row.Keys.Where(binding => binding.Table == place).ToList();
            if (keys.Count == 0) continue;
            Assert.Contains(row.Help, text);

            // Long rows of keys are shown by their first and last one.
            if (keys.Count <= 4) Assert.All(keys, binding => Assert.Matches($@"(?m)[│ ]{System.Text.RegularExpressions.Regex.Escape(binding.Key)} ", text));
        }

        Assert.All(HostCommands.Table.Rows, row => Assert.Contains(row.Usage[..Math.Min(row.Usage.Length, 60)], text));
    }

    [Fact]
    public void What_a_viewer_may_call_changes_nothing()
    {
        string[] expected = ["client.list", "copy-mode", "detach", "help", "help.show", "pane.list", "plugin.show", "prompt", "task.enter", "window.last", "window.next", "window.previous", "window.select"];

        // Copy mode is a client's own, all of it.
        Assert.Equal(expected, HostCommands.Table.Rows.Where(row => row.OpenToViewers && !row.Name.StartsWith("copy.")).Select(row => row.Name).Order(StringComparer.Ordinal));
        Assert.False(HostCommands.Table.Find("buffer.paste")!.OpenToViewers);
    }

    [Fact]
    public void What_an_agent_may_call_is_about_its_own_task_or_about_nothing()
    {
        string[] never = ["pane.send", "pane.kill", "task.land", "task.discard", "task.add", "host.stop", "task.takeover", "pane.new", "inbox.answer", "inbox.list"];
        Assert.All(never, name => Assert.False(HostCommands.Table.Find(name)!.OpenToAgents, name));
    }
}
