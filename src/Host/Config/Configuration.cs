using Orchtui.Agents;
using YamlDotNet.RepresentationModel;

namespace Orchtui.Host.Config;

/// <summary>What <c>config.yml</c> of the home sets, with the defaults where it does not.</summary>
internal sealed record Configuration
{
    /// <summary>Lines of scrollback in a new pane.</summary>
    /// <value>Key: terminal.scrollback_lines. Range: 0 to 1,000,000. Default: 10,000.</value>
    public int ScrollbackLines { get; init; } = 10_000;

    /// <summary>The key that introduces commands in a pane.</summary>
    /// <value>Key: terminal.prefix. A tmux key name. Default: C-b.</value>
    public string Prefix { get; init; } = "C-b";

    /// <summary>How many tasks may be in progress at once.</summary>
    /// <value>Key: engine.max_parallel. Range: 1 to 64. Default: 4.</value>
    public int MaxParallel { get; init; } = 4;

    /// <summary>How long a headless run may take.</summary>
    /// <value>Key: workflow.timeout_seconds. 0 for no limit. Default: 1800.</value>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>How much agents may do without asking.</summary>
    /// <value>Key: workflow.permissions.mode. supervised or autonomous. Default: supervised.</value>
    public PermissionMode Permissions { get; init; } = PermissionMode.Supervised;

    /// <summary>Reads the file; what is wrong in it is returned with file, line and key, and that key keeps its default.</summary>
    public static (Configuration Configuration, IReadOnlyList<string> Errors) Load(string path)
    {
        if (!File.Exists(path)) return (new Configuration(), []);
        var reader = new YamlSettings(path);
        var defaults = new Configuration();
        var configuration = new Configuration
        {
            ScrollbackLines = reader.Number("terminal.scrollback_lines", 0, 1_000_000, defaults.ScrollbackLines),
            Prefix = reader.Text("terminal.prefix", text => Terminal.Input.KeyName.TryParse(text, out _), "a key such as C-b", defaults.Prefix),
            MaxParallel = reader.Number("engine.max_parallel", 1, 64, defaults.MaxParallel),
            RunTimeout = TimeSpan.FromSeconds(reader.Number("workflow.timeout_seconds", 0, 7 * 24 * 3600, (int)defaults.RunTimeout.TotalSeconds)),
            Permissions = reader.Text("workflow.permissions.mode", text => text is "supervised" or "autonomous", "supervised or autonomous", "supervised") == "autonomous"
                ? PermissionMode.Autonomous
                : PermissionMode.Supervised,
        };
        return (configuration, reader.Errors);
    }
}

/// <summary>Reads scalar settings by dotted key from a YAML file and gathers every error with its place.</summary>
internal sealed class YamlSettings
{
    private readonly string _path;
    private readonly YamlMappingNode? _root;
    private readonly List<string> _errors = [];

    public YamlSettings(string path)
    {
        _path = path;
        try
        {
            using var text = File.OpenText(path);
            var stream = new YamlStream();
            stream.Load(text);
            _root = stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode as YamlMappingNode;
            if (_root is null && stream.Documents.Count > 0 && stream.Documents[0].RootNode is not YamlScalarNode { Value: null or "" })
                _errors.Add($"{path}: the file is a mapping of keys to values");
        }
        catch (InvalidOperationException error)
        {
            // The YAML reader fails so where a list or mapping in brackets is broken, without saying where.
            _errors.Add($"{path}: this is not YAML; look at the brackets ({error.Message})");
        }
        catch (YamlDotNet.Core.YamlException error)
        {
            _errors.Add($"{path}:{error.Start.Line}: {error.InnerException?.Message ?? error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{path}: {error.Message}");
        }
    }

    public IReadOnlyList<string> Errors => _errors;

    public int Number(string key, int least, int most, int otherwise)
    {
        if (Find(key) is not { } node) return otherwise;
        if (node is YamlScalarNode { Value: { } text } && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        return Wrong(node, key, $"a whole number from {least} to {most}", otherwise);
    }

    public string Text(string key, Func<string, bool> isRight, string wanted, string otherwise)
    {
        if (Find(key) is not { } node) return otherwise;
        return node is YamlScalarNode { Value: { } text } && isRight(text) ? text : Wrong(node, key, wanted, otherwise);
    }

    private T Wrong<T>(YamlNode node, string key, string wanted, T otherwise)
    {
        _errors.Add($"{_path}:{node.Start.Line}: {key} is {wanted}, not '{node}'; {otherwise} is used");
        return otherwise;
    }

    private YamlNode? Find(string key)
    {
        YamlNode? node = _root;
        foreach (var part in key.Split('.'))
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(part), out var child)) return null;
            node = child;
        }

        return node;
    }
}
