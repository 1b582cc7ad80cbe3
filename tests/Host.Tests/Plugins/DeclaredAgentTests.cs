using Orchtui.Agents;
using Orchtui.Host.Plugins;
using Orchtui.Host.Plugins.Declared;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Plugins;

public sealed class DeclaredAgentTests : IDisposable
{
    private const string Manifest = "id: scribe\nversion: 1.0.0\ncontract: 1\nagent: scribe.yml\n";
    private const string Least = "executables: [scribe]\nheadless: { arguments: ['{executable}'] }\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", "it says nothing")]
    [InlineData("colour: red\n", "scribe.yml:1: ")]
    [InlineData("executables: [a]\n", "neither interactive nor headless arguments")]
    [InlineData("headless: { arguments: [a] }\n", "executables: names no program")]
    [InlineData(Least + "silence_minutes: 0\n", "silence_minutes: must be at least 1")]
    [InlineData(Least + "titles: [{ pattern: '(', state: idle }]\n", "titles: '(' is not a pattern")]
    [InlineData(Least + "titles: [{ state: idle }]\n", "titles: a rule has no pattern")]
    [InlineData(Least + "titles: [{ pattern: 'a', state: thinking }]\n", "scribe.yml:3: 'thinking' is none of unknown, starting, working")]
    [InlineData(Least + "screen: [{ pattern: 'a', state: waiting, answers: [{ id: y, keys: [Hyper-y] }] }]\n", "'Hyper-y', which is no key")]
    [InlineData(Least + "screen: [{ pattern: 'a', state: waiting, answers: [{ label: Yes }] }]\n", "has no id")]
    [InlineData(Least + "output: { format: json }\n", "output.message: where")]
    [InlineData("executables: [a]\nheadless: { arguments: ['{colour}'] }\n", "{colour} is not one of executable, prompt")]
    [InlineData("executables: [a]\nheadless: { arguments: [[a, [b]]] }\n", "a word, or a list of words")]
    [InlineData("executables: [a]\nheadless: { arguments: [a], input: '{colour}' }\n", "headless: {colour}")]
    [InlineData("executables: [a\n", "scribe.yml:")]
    public void What_is_wrong_in_a_file_is_said(string text, string says) =>
        Assert.Contains(AgentFileReader.Read(_directory.Write("scribe.yml", text)).Errors, error => error.Contains(says));

    [Theory]
    [InlineData("assembly: A.dll\n", "agent: an agent without code has no assembly")]
    [InlineData("capabilities: [hook]\n", "has the capability agent and no other")]
    public void What_does_not_go_with_an_agent_without_code_is_said(string more, string says)
    {
        _directory.Write(PluginManifest.FileName, Manifest + more);
        Assert.Contains(ManifestReader.Read(_directory.Path).Errors, error => error.Contains(says));
    }

    [Fact]
    public void Arguments_are_filled_in_and_left_out_where_there_is_nothing()
    {
        var launch = new DeclaredLaunch(Read("""
            executables: [scribe]
            chooses_session: true
            permissions: { supervised: [--ask], autonomous: [] }
            environment: { COLOUR: 'no' }
            interactive: { arguments: ['{executable}', '{permissions}', [--model, '{model}'], [--session, '{session}'], [--resume, '{resume}'], 'title={title}', '{settings.tone}', '{prompt}'] }
            headless: { arguments: ['{executable}'], input: '{prompt}!' }
            """));
        var request = Requests.Headless() with { Mode = AgentMode.Interactive, Prompt = "Do {model} it", SessionId = "s-1", Executable = "/bin/scribe", Title = "T" };
        Assert.Equal(["/bin/scribe", "--ask", "--session", "s-1", "title=T", "", "Do {model} it"], launch.Prepare(request).Arguments);
        var resumed = launch.Prepare(request with
        {
            Resume = true,
            Model = "m",
            Permissions = PermissionMode.Autonomous,
            Settings = new Dictionary<string, string> { ["tone"] = "warm" },
        });
        Assert.Equal(["/bin/scribe", "--model", "m", "--resume", "s-1", "title=T", "warm", "Do {model} it"], resumed.Arguments);
        Assert.Equal("no", resumed.Environment["COLOUR"]);

        var headless = launch.Prepare(request with { Mode = AgentMode.Headless, SessionId = null });
        Assert.Equal("Do {model} it!", headless.StandardInput);
        Assert.True(Guid.TryParse(headless.SessionId, out _));
        var large = launch.Prepare(request with { Prompt = new string('x', 200_000) });
        Assert.Contains(Assert.Single(large.Files).Path, large.Arguments[^1]);
    }

    [Fact]
    public void Title_and_screen_tell_the_state_by_the_first_rule_that_fits()
    {
        var file = Read(Least + """
            titles: [{ pattern: '^w', state: working }]
            screen:
              - { name: permission, pattern: '^\(y\)es', bottom: 2, top: '^May', state: waiting, answers: [{ id: y, kind: allow_once, keys: [y] }] }
              - { name: error, pattern: '^error: ', state: failed }
              - { pattern: '^> ', bottom: 1, state: idle }
            errors: [{ pattern: 'no account', class: auth }]
            """);
        var observer = new DeclaredObserver(file, new DeclaredErrors(file));
        Assert.Equal(AgentActivity.Working, observer.OnTitle("writing")!.State.Activity);
        Assert.Null(observer.OnTitle("else"));

        var reading = observer.OnScreen(["> old", "May I write", "  a.txt?", "(y)es (n)o", "", ""])!;
        Assert.Equal(("screen: permission", "May I write\na.txt?\n(y)es (n)o", new RowRange(1, 3)), (reading.Reason, reading.State.Question!.Text, reading.State.Question.Rows));
        Assert.Equal(("y", "y", AnswerKind.AllowOnce), Assert.Single(reading.State.Question.Options) is var option ? (option.Id, option.Label, option.Kind) : default);
        Assert.Equal("screen: ^> ", observer.OnScreen(["May I", "(y)es", "1", "2", "> "])!.Reason);
        Assert.Null(observer.OnScreen(["(y)es without a beginning"]));
        var failed = observer.OnScreen(["error: no account"])!.State;
        Assert.Equal((AgentActivity.Failed, AgentErrorClass.Auth, "error: no account"), (failed.Activity, failed.ErrorClass, failed.Error));
    }

    [Fact]
    public void Lines_of_text_are_its_words_and_the_exit_code_decides()
    {
        var stream = Stream(Least + "errors: [{ pattern: 'too many', class: rate_limit }]\n");
        Assert.Equal("Hello", Assert.IsType<AgentMessage>(Assert.Single(stream.Read("Hello"))).Text);
        Assert.Empty(stream.Read(""));
        var result = stream.Finish(0, "");
        Assert.Equal((true, "Hello", null), (result.Succeeded, result.Text, result.Usage));
        var failed = stream.Finish(1, "too many requests\n");
        Assert.Equal((false, AgentErrorClass.RateLimit, "too many requests"), (failed.Succeeded, failed.ErrorClass, failed.Text));
        Assert.Equal(AgentErrorClass.AgentFailed, Stream(Least).Finish(2, "").ErrorClass);
    }

    [Fact]
    public void Json_lines_are_read_where_the_file_says_and_others_are_words()
    {
        var stream = Stream(Least + "output: { format: json, message: say.text, thought: think, session: id, input_tokens: usage.in, output_tokens: usage.out, cost_usd: usage.usd, error: error.message }\n");
        Assert.Equal(
            [new SessionStarted("s-1", null), new AgentThought("hm"), new AgentMessage("Hello")],
            stream.Read("""{"id":"s-1","think":"hm","say":{"text":"Hello"},"usage":{"in":10,"out":3,"usd":0.5}}"""));
        Assert.Empty(stream.Read("""{"id":"s-1","say":{"text":7},"usage":[]}"""));
        Assert.Equal([new AgentMessage("{ no json")], stream.Read("{ no json"));
        var result = stream.Finish(0, "");
        Assert.Equal((true, "s-1", new AgentUsage(10, 3, 0.5m)), (result.Succeeded, result.SessionId, result.Usage));
        stream.Read("""{"error":{"message":"broken"}}""");
        Assert.Equal((false, "broken"), stream.Finish(0, "") is var broken ? (broken.Succeeded, broken.Text) : default);
    }

    [Fact]
    public async Task It_comes_changes_and_goes_with_its_files()
    {
        using var home = new PluginHome();
        var folder = Directory.CreateDirectory(home["scribe"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, PluginManifest.FileName), Manifest);
        await File.WriteAllTextAsync(Path.Combine(folder, "scribe.yml"), Least + "name: One\n");
        await home.RescanAsync();
        Assert.Equal((PluginState.Loaded, "scribe.yml"), (home.Single("scribe").State, home.Single("scribe").Assembly));
        Assert.Equal(["agent:scribe"], home.Single("scribe").Provides);
        var agent = Assert.Single(home.Catalog.Agents);
        Assert.Equal(("One", AgentMode.Headless), (agent.Profile.DisplayName, Assert.Single(agent.Profile.Modes)));
        Assert.Contains("scribe is not on PATH", (await agent.ProbeAsync("/nowhere", CancellationToken.None)).Advice);

        await File.WriteAllTextAsync(Path.Combine(folder, "scribe.yml"), Least + "name: Another\n");
        await home.RescanAsync();
        Assert.Equal("Another", Assert.Single(home.Catalog.Agents).Profile.DisplayName);
        File.Delete(Path.Combine(folder, "scribe.yml"));
        await home.RescanAsync();
        Assert.EndsWith("scribe.yml does not exist", home.Single("scribe").Reason);
        home.Remove("scribe");
        await home.RescanAsync();
        Assert.Empty(home.Catalog.List());
    }

    private AgentFile Read(string text)
    {
        var (file, errors) = AgentFileReader.Read(_directory.Write("scribe.yml", text));
        Assert.Empty(errors);
        return file!;
    }

    private DeclaredStream Stream(string text) => Read(text) is var file ? new DeclaredStream(file, new DeclaredErrors(file)) : null!;
}
