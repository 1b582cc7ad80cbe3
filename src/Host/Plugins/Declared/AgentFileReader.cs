using System.Text.RegularExpressions;
using Orchtui.Terminal.Input;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Orchtui.Host.Plugins.Declared;

/// <summary>Reads the file of an agent that needs no code, and names everything that is wrong with it.</summary>
internal sealed class AgentFileReader
{
    private readonly string _path;
    private readonly List<string> _errors = [];

    private AgentFileReader(string path) => _path = path;

    /// <returns>What it says; null, with everything that is wrong, when it cannot be used.</returns>
    public static (AgentFile? File, IReadOnlyList<string> Errors) Read(string path)
    {
        var reader = new AgentFileReader(path);
        var file = reader.Parse();
        if (file is not null) reader.Check(file);
        return (reader._errors.Count == 0 ? file : null, reader._errors);
    }

    private AgentFile? Parse()
    {
        try
        {
            var yaml = new DeserializerBuilder()
                .WithNamingConvention(UnderscoredNamingConvention.Instance)
                .WithTypeConverter(new EnumWords())
                .Build();
            if (yaml.Deserialize<AgentFile?>(File.ReadAllText(_path)) is { } file) return file;
            Fail("it says nothing");
        }
        catch (YamlException error)
        {
            _errors.Add($"{_path}:{error.Start.Line}: {error.InnerException?.Message ?? error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fail(error.Message);
        }

        return null;
    }

    private void Check(AgentFile file)
    {
        if (file.Executables.Count == 0) Fail("executables: names no program");
        if (file.Interactive is null && file.Headless is null) Fail("it has neither interactive nor headless arguments");
        if (file.SilenceMinutes < 1) Fail("silence_minutes: must be at least 1");
        Pattern("version.pattern", file.Version.Pattern);
        Launch("interactive", file.Interactive);
        Launch("headless", file.Headless);
        foreach (var rule in file.Titles) Pattern("titles", rule.Pattern);
        foreach (var rule in file.Errors) Pattern("errors", rule.Pattern);
        foreach (var rule in file.Screen) Check(rule);
        if (file.Output is { Format: AgentFile.OutputFormat.Json, Message: "" }) Fail("output.message: where in a JSON line is what it says?");
    }

    private void Check(AgentFile.ScreenRule rule)
    {
        Pattern("screen", rule.Pattern);
        if (rule.Top.Length > 0) Pattern("screen.top", rule.Top);
        foreach (var answer in rule.Answers)
        {
            if (answer.Id.Length == 0) Fail($"screen: an answer of '{rule.Pattern}' has no id");
            foreach (var key in answer.Keys.Where(key => !KeyName.TryParse(key, out _))) Fail($"screen: the answer {answer.Id} has '{key}', which is no key");
        }
    }

    private void Launch(string name, AgentFile.LaunchPart? part)
    {
        if (part is null) return;
        if (part.Arguments.Count == 0) Fail($"{name}.arguments: is empty");
        foreach (var problem in ArgumentTemplate.ProblemsOf(part.Arguments.Append(part.Input))) Fail($"{name}: {problem}");
    }

    private void Pattern(string key, string pattern)
    {
        try
        {
            if (pattern.Length == 0) Fail($"{key}: a rule has no pattern");
            else _ = Compile(pattern);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            Fail($"{key}: '{pattern}' is not a pattern: {error.Message}");
        }
    }

    /// <summary>Patterns from files run without backtracking, so that none of them can hang the reading of a screen.</summary>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private void Fail(string problem) => _errors.Add($"{_path}: {problem}");
}
