using System.CommandLine;
using System.Text.Json.Nodes;
using Orchtui.Host.Commands;
using Orchtui.Host.Config;
using Orchtui.Host.Rpc;
using Orchtui.Orchestration.Commands;
using Orchtui.Orchestration.Storage;
using CliCommand = System.CommandLine.Command;
using Command = Orchtui.Commands.Command;

namespace Orchtui.Host.Cli;

/// <summary><c>doctor</c>: looks at everything orchtui needs and says what is missing and how to get it. Needs no host and starts none.</summary>
internal static class DoctorVerb
{
    public static void AddTo(CliCommand root)
    {
        var doctor = CommandLine.VerbFor(root, "doctor", "Look at what is needed and say what is missing");
        var json = new Option<bool>("--json") { Description = "print the findings as JSON" };
        doctor.Add(json);
        doctor.SetAction(parsed => RunAsync(HomeDirectory.Find(), parsed.GetValue(json)));
    }

    private static async Task<int> RunAsync(HomeDirectory home, bool json)
    {
        var findings = new List<Finding>();
        findings.Add(await GitAsync().ConfigureAwait(false));
        findings.Add(HomeFolder(home));
        findings.AddRange(Configured(home));
        findings.Add(Store());
        findings.Add(TerminalType());
        findings.AddRange(await HostAsync(home).ConfigureAwait(false));
        findings.AddRange(await AgentsAsync(home).ConfigureAwait(false));
        if (json)
        {
            Printer.Print("doctor", new JsonArray([.. findings.Select(finding => (JsonNode)new JsonObject
            {
                ["what"] = finding.What, ["ok"] = finding.Level != Level.Bad, ["level"] = finding.Level.ToString().ToLowerInvariant(), ["text"] = finding.Text,
            })]), json: true, StandardStreams.Out);
        }
        else
        {
            var width = findings.Max(finding => finding.What.Length);
            foreach (var finding in findings) StandardStreams.Out.WriteLine($"{Shape(finding.Level)} {finding.What.PadRight(width)} {finding.Text}");
        }

        return findings.Exists(finding => finding.Level == Level.Bad) ? 1 : 0;
    }

    private enum Level
    {
        Good,
        Note,
        Bad,
    }

    private sealed record Finding(string What, Level Level, string Text);

    private static string Shape(Level level) => level switch
    {
        Level.Good => "✓",
        Level.Note => "·",
        _ => "✗",
    };

    private static async Task<Finding> GitAsync()
    {
        var result = await new CommandRunner(TimeProvider.System).RunAsync(new Command { FileName = "git", Arguments = ["--version"] }).ConfigureAwait(false);
        return result.Succeeded
            ? new Finding("git", Level.Good, result.StandardOutput.Trim())
            : new Finding("git", Level.Bad, "git is not on PATH; install it with your system's packages: worktrees and landing need it.");
    }

    private static Finding HomeFolder(HomeDirectory home)
    {
        try
        {
            home.Create();
            return new Finding("home", Level.Good, home.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Finding("home", Level.Bad, $"{home.Path} cannot be used: {error.Message} Set ORCHTUI_HOME to a folder of your own.");
        }
    }

    private static IEnumerable<Finding> Configured(HomeDirectory home)
    {
        if (!File.Exists(home.ConfigurationFile)) return [new Finding("configuration", Level.Good, "none; the defaults hold")];
        var (_, errors) = Configuration.Load(home.ConfigurationFile);
        return errors.Count == 0
            ? [new Finding("configuration", Level.Good, home.ConfigurationFile)]
            : errors.Select(error => new Finding("configuration", Level.Bad, error));
    }

    private static Finding Store()
    {
        var library = SqliteLibrary.Describe();
        return library.IsSystem
            ? new Finding("sqlite", Level.Good, $"{library.Version}, the system's")
            : new Finding("sqlite", Level.Note, $"{library.Version}, the bundled one, which gets no security updates; install your system's libsqlite3");
    }

    private static Finding TerminalType()
    {
        var term = Environment.GetEnvironmentVariable("TERM");
        return term is { Length: > 0 }
            ? new Finding("terminal", Level.Good, $"TERM={term}, COLORTERM={Environment.GetEnvironmentVariable("COLORTERM") ?? ""}")
            : new Finding("terminal", Level.Note, "TERM is not set: the full screen does not open. Set it, for example to xterm-256color.");
    }

    private static async Task<IReadOnlyList<Finding>> HostAsync(HomeDirectory home)
    {
        using var client = await RpcClient.TryConnectAsync(home).ConfigureAwait(false);
        if (client is null) return [new Finding("host", Level.Note, "not running; any verb that needs it starts it")];
        var findings = new List<Finding>();
        var status = await client.CallAsync("host.status", []).ConfigureAwait(false);
        var keeper = Printer.Text(status.Data?["helper_pids"]) is { Length: > 0 } pid ? $"keeper {pid}" : "no keeper; the next pane starts one";
        findings.Add(new Finding("host", Level.Good, $"pid {Printer.Text(status.Data?["pid"])}, {keeper}, up {Printer.Text(status.Data?["uptime_s"])} s"));
        var plugins = await client.CallAsync("plugin.list", []).ConfigureAwait(false);
        foreach (var plugin in plugins.Data as JsonArray ?? [])
        {
            var (name, reason) = ($"plugin {Printer.Text(plugin!["id"])}", Printer.Text(plugin["reason"]));
            findings.Add(Printer.Text(plugin["state"]) switch
            {
                "loaded" => new Finding(name, Level.Good, Printer.Text(plugin["provides"])),
                "unloading" => new Finding(name, Level.Note, $"an earlier load of it is on its way out: {reason}"),
                _ => new Finding(name, Level.Bad, reason),
            });
        }

        return findings;
    }

    /// <summary>The agents as the host sees them; without one, as it would.</summary>
    private static async Task<IEnumerable<Finding>> AgentsAsync(HomeDirectory home)
    {
        using var client = await RpcClient.TryConnectAsync(home).ConfigureAwait(false);
        var rows = client is null
            ? await AgentLook.RowsAsync(home).ConfigureAwait(false)
            : (await client.CallAsync("agents", []).ConfigureAwait(false)).Data as JsonArray ?? [];
        return rows.OfType<JsonObject>().Select(row => new Finding(
            $"agent {row["id"]}", row["installed"]?.GetValue<bool>() == true ? Level.Good : Level.Note, PlainText.OneLine(AgentRows.Text(row))));
    }
}
