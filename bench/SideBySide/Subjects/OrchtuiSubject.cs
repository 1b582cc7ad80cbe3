using System.Text.Json;

namespace Orchtui.SideBySide.Subjects;

/// <summary>orchtui with a home of its own.</summary>
internal sealed class OrchtuiSubject : ISubject
{
    private readonly string _program;

    public OrchtuiSubject(Surroundings surroundings, string program)
    {
        _program = program;
        var home = Directory.CreateDirectory(surroundings["home"]).FullName;
        surroundings.Set("ORCHTUI_HOME", home);
        File.WriteAllText(Path.Combine(home, "config.yml"), $"terminal:\n  scrollback_lines: {Session.ScrollbackLines}\n");
    }

    public string Name => "orchtui";

    public IReadOnlyList<string> Start => [_program, "attach"];

    public IReadOnlyList<string> Attach => Start;

    public IReadOnlyList<string> Detach => [_program, "detach", "--all"];

    public IReadOnlyList<string> Stop => [_program, "service", "stop", "--all"];

    public IReadOnlyList<string> Status => [_program, "service", "status", "--json"];

    public IReadOnlyList<string> OpenPane(bool focus, IReadOnlyList<string> command) =>
        [_program, "pane", "new", "--window", .. focus ? ["--focus"] : Array.Empty<string>(), "--", .. command];

    public IReadOnlyList<string> ClosePane(string id) => [_program, "pane", "kill", id];

    public IReadOnlyList<int> ServersIn(string status)
    {
        using var document = JsonDocument.Parse(status);
        var host = document.RootElement.GetProperty("pid").GetInt32();
        return [host, .. document.RootElement.GetProperty("helper_pids").EnumerateArray().Select(helper => helper.GetInt32())];
    }
}
