using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Orchtui.Host.Plugins;

/// <summary>
/// Reads a <c>plugin.yml</c> and names everything that is wrong with it at once, each error with file, line and key. Works on the
/// YAML nodes rather than on a deserialised object, because only the nodes know their lines.
/// </summary>
internal sealed class ManifestReader
{
    /// <summary>A manifest is a handful of lines; more than this is not one.</summary>
    private const int MaxLength = 64 * 1024;

    private static readonly string[] Keys = ["id", "version", "assembly", "agent", "contract", "capabilities"];

    private readonly string _file;
    private readonly List<string> _errors = [];
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);

    private ManifestReader(string file) => _file = file;

    /// <summary>Reads the manifest in <paramref name="directory"/>.</summary>
    public static ManifestReading Read(string directory)
    {
        var reader = new ManifestReader(Path.Combine(directory, PluginManifest.FileName));
        var manifest = reader.ReadFile() ? reader.Build() : null;
        return new ManifestReading(reader._errors.Count == 0 ? manifest : null, reader._errors);
    }

    private bool ReadFile()
    {
        try
        {
            if (new FileInfo(_file) is { Exists: true, Length: > MaxLength })
                return Fail(1, "file", $"is longer than {MaxLength} bytes");
            return ReadYaml(File.ReadAllText(_file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(1, "file", e.Message);
        }
        catch (YamlException e)
        {
            return Fail(e.Start.Line, "yaml", e.Message);
        }
    }

    private bool ReadYaml(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        if (yaml.Documents.Count != 1 || yaml.Documents[0].RootNode is not YamlMappingNode root)
            return Fail(1, "file", $"must hold the keys {string.Join(", ", Keys)}");

        foreach (var (key, value) in root.Children)
        {
            if (key is YamlScalarNode { Value: { } name } && Keys.Contains(name)) _values[name] = value;
            else Fail(key.Start.Line, $"{key}", $"is not a key of a plugin manifest ({string.Join(", ", Keys)})");
        }

        return true;
    }

    private PluginManifest Build()
    {
        var id = Scalar("id");
        if (id is not null && !PluginNames.IsValid(id)) Fail("id", $"'{id}' is not of the form {PluginNames.Form}");
        var isDeclared = _values.ContainsKey("agent");
        if (isDeclared && _values.ContainsKey("assembly")) Fail("agent", "an agent without code has no assembly");
        var content = isDeclared ? FileName("agent", ".yml") : FileName("assembly", ".dll");
        var contract = 0;
        if (Scalar("contract") is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out contract))
            Fail("contract", $"'{text}' is not a number");
        return new PluginManifest(id ?? "", Scalar("version") ?? "", isDeclared ? "" : content, contract, isDeclared ? DeclaredCapabilities() : Capabilities())
        {
            AgentFile = isDeclared ? content : "",
        };
    }

    private string FileName(string key, string ending)
    {
        if (Scalar(key) is not { } name) return "";
        if (Path.GetFileName(name) != name || !name.EndsWith(ending, StringComparison.Ordinal))
            Fail(key, $"'{name}' is not the plain name of a {ending} beside the manifest");
        return name;
    }

    /// <summary>An agent without code can be nothing else, and need not say so.</summary>
    private IReadOnlyList<string> DeclaredCapabilities()
    {
        if (_values.ContainsKey("capabilities") && Capabilities() is not [PluginManifest.Agent]) Fail("capabilities", "an agent without code has the capability agent and no other");
        return [PluginManifest.Agent];
    }

    private string? Scalar(string key)
    {
        if (!_values.TryGetValue(key, out var node)) Fail(1, key, "is missing");
        else if (node is YamlScalarNode { Value: { Length: > 0 } value }) return value;
        else Fail(key, "must be one word");
        return null;
    }

    private IReadOnlyList<string> Capabilities()
    {
        if (!_values.TryGetValue("capabilities", out var node))
        {
            Fail(1, "capabilities", "is missing");
            return [];
        }

        if (node is not YamlSequenceNode list)
        {
            Fail("capabilities", "must be a list");
            return [];
        }

        var names = list.Children.Select(child => (child as YamlScalarNode)?.Value ?? "").ToArray();
        foreach (var unknown in names.Except(PluginManifest.KnownCapabilities))
            Fail("capabilities", $"'{unknown}' is not one of {string.Join(", ", PluginManifest.KnownCapabilities)}");
        return names;
    }

    private void Fail(string key, string message) => Fail(_values[key].Start.Line, key, message);

    private bool Fail(long line, string key, string message)
    {
        _errors.Add($"{_file}:{line}: {key}: {message}");
        return false;
    }
}
