using System.Collections.Frozen;
using YamlDotNet.RepresentationModel;

namespace Orchtui.Host.Config;

/// <summary>Reads scalar settings by dotted key from a YAML file and gathers every error with its place.</summary>
internal sealed class YamlSettings
{
    private readonly string _path;
    private readonly YamlMappingNode? _root;
    private readonly List<(long Line, string Text)> _errors = [];

    /// <summary>Every key that was asked for: those are the ones there are.</summary>
    private readonly List<string> _known = [];

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
                _errors.Add((0, $"{path}: the file is a mapping of keys to values"));
        }
        catch (InvalidOperationException error)
        {
            // The YAML reader fails so where a list or mapping in brackets is broken, without saying where.
            _errors.Add((0, $"{path}: this is not YAML; look at the brackets ({error.Message})"));
        }
        catch (YamlDotNet.Core.YamlException error)
        {
            _errors.Add((error.Start.Line, $"{path}:{error.Start.Line}: {error.InnerException?.Message ?? error.Message}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _errors.Add((0, $"{path}: {error.Message}"));
        }
    }

    /// <summary>All that is wrong, in the order of the file.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.OrderBy(error => error.Line).Select(error => error.Text)];

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

    /// <summary>
    /// The sections below a key, whatever they are called, with what they set: a list becomes lines. Which keys mean something only their
    /// reader knows.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Sections(string key)
    {
        _known.Add($"{key}.NAME.KEY");
        if (Find(key) is not YamlMappingNode found) return FrozenDictionary<string, IReadOnlyDictionary<string, string>>.Empty;
        var sections = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (name, node) in found.Children)
        {
            if (node is not YamlMappingNode section)
            {
                _known.Add($"{key}.{name}");
                Add(name, $"{key}.{name} has keys of its own, and '{node}' is none");
                continue;
            }

            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (child, value) in section.Children)
            {
                _known.Add($"{key}.{name}.{child}");
                if (ValueOf(value) is { } text) values[child.ToString()] = text;
                else Add(child, $"{key}.{name}.{child} is a value or a list of values");
            }

            sections[name.ToString()] = values;
        }

        return sections;
    }

    private static string? ValueOf(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { } text } => text,
        YamlSequenceNode list when list.Children.All(item => item is YamlScalarNode) => string.Join('\n', list.Children.Select(item => item.ToString())),
        _ => null,
    };

    /// <summary>Reports the keys of the file that nobody has asked for. To be called after all that are known were.</summary>
    public void CheckUnknownKeys()
    {
        if (_root is not null) CheckUnknownKeys(_root, "");
    }

    private void CheckUnknownKeys(YamlMappingNode mapping, string path)
    {
        foreach (var (name, value) in mapping.Children)
        {
            var key = $"{path}{name}";
            var isSection = _known.Exists(known => known.StartsWith(key + ".", StringComparison.Ordinal));
            if (isSection && value is YamlMappingNode section) CheckUnknownKeys(section, key + ".");
            else if (isSection && value is not YamlScalarNode { Value: null or "" }) Add(name, $"{key} has keys of its own, and '{value}' is none");
            else if (!isSection && !_known.Contains(key)) Add(name, $"{key} is not known{Suggestion(key)}; it has no effect");
        }
    }

    private string Suggestion(string key) => NearestKey.Of(key, _known) is { } nearest ? $" (did you mean {nearest}?)" : "";

    private void Add(YamlNode at, string problem) => _errors.Add((at.Start.Line, $"{_path}:{at.Start.Line}: {problem}"));

    private T Wrong<T>(YamlNode node, string key, string wanted, T otherwise)
    {
        Add(node, $"{key} is {wanted}, not '{node}'; {otherwise} is used");
        return otherwise;
    }

    private YamlNode? Find(string key)
    {
        _known.Add(key);
        YamlNode? node = _root;
        foreach (var part in key.Split('.'))
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(part), out var child)) return null;
            node = child;
        }

        return node;
    }
}
