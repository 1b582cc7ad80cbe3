using System.Globalization;

namespace Orchtui.SideBySide.Subjects;

/// <summary>tmux with a socket and a configuration of its own.</summary>
internal sealed class TmuxSubject : ISubject
{
    public const string Program = "tmux";

    private readonly string[] _tmux;

    public TmuxSubject(Surroundings surroundings)
    {
        var configuration = surroundings["tmux.conf"];
        File.WriteAllLines(configuration,
        [
            $"set -g history-limit {Session.ScrollbackLines}",
            "set -g default-terminal tmux-256color",
            "set -g escape-time 0",
            "set -g remain-on-exit off",
        ]);
        _tmux = [Program, "-S", surroundings["tmux.socket"], "-f", configuration];
    }

    public string Name => Program;

    public IReadOnlyList<string> Start => [.. _tmux, "new-session", "-s", "bench", "sh"];

    public IReadOnlyList<string> Attach => [.. _tmux, "attach-session", "-t", "bench"];

    public IReadOnlyList<string> Detach => [.. _tmux, "detach-client", "-s", "bench"];

    public IReadOnlyList<string> Stop => [.. _tmux, "kill-server"];

    public IReadOnlyList<string> Status => [.. _tmux, "display-message", "-p", "#{pid}"];

    public IReadOnlyList<string> OpenPane(bool focus, IReadOnlyList<string> command) =>
        [.. _tmux, "new-window", .. focus ? Array.Empty<string>() : ["-d"], "-t", "bench:", "-P", "-F", "#{pane_id}", "--", .. command];

    public IReadOnlyList<string> ClosePane(string id) => [.. _tmux, "kill-pane", "-t", id];

    public IReadOnlyList<int> ServersIn(string status) => [int.Parse(status, CultureInfo.InvariantCulture)];
}
