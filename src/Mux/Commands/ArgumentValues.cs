using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchtui.Mux.Commands;

/// <summary>
/// The arguments of one call, checked against the command's row: every surface (command line, key, prompt, JSON-RPC) ends up with
/// the same values. Held as JSON, which is what travels between processes.
/// </summary>
public sealed class ArgumentValues
{
    private readonly JsonObject _values;

    private ArgumentValues(JsonObject values) => _values = values;

    public JsonObject Json => _values;

    public string? Text(string name) => _values[name]?.GetValue<string>();

    public string RequiredText(string name) => Text(name) ?? throw new InvalidOperationException($"'{name}' was not declared as required.");

    public int? Number(string name) => _values[name]?.GetValue<int>();

    public bool Flag(string name) => _values[name]?.GetValue<bool>() ?? false;

    public IReadOnlyList<string> List(string name) => _values[name] is JsonArray array ? [.. array.Select(item => item!.GetValue<string>())] : [];

    /// <summary>Checks named values, as JSON-RPC and the command line send them.</summary>
    public static Parsed From(IReadOnlyList<Argument> declared, JsonObject? values)
    {
        var result = new JsonObject();
        var errors = new List<string>();
        foreach (var (name, value) in values ?? [])
        {
            if (declared.FirstOrDefault(a => a.Name == name || a.Name.Replace('-', '_') == name) is not { } argument) errors.Add($"unknown argument '{name}'");
            else if (value is null) continue;
            else if (Convert(argument, value, out var converted) is { } error) errors.Add(error);
            else result[argument.Name] = converted;
        }

        foreach (var argument in declared.Where(a => a.Required && !result.ContainsKey(a.Name))) errors.Add($"'{argument.Name}' is missing: {argument.Help}");
        return errors.Count > 0 ? new Parsed(null, string.Join("; ", errors)) : new Parsed(new ArgumentValues(result), null);
    }

    /// <summary>Reads words, as key bindings and the command prompt give them.</summary>
    public static Parsed From(IReadOnlyList<Argument> declared, IReadOnlyList<string> words)
    {
        var values = new JsonObject();
        var positionals = new Queue<Argument>(declared.Where(a => a.Kind == ArgumentKind.Positional));
        var rest = declared.FirstOrDefault(a => a.Kind == ArgumentKind.Rest);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "--" && rest is not null)
            {
                values[rest.Name] = ToArray(words.Skip(i + 1));
                break;
            }

            if (word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]))
            {
                if (FindOption(declared, word) is not { } option) return new Parsed(null, $"unknown option '{word}'");
                if (option.Kind == ArgumentKind.Flag) values[option.Name] = true;
                else if (++i < words.Count) values[option.Name] = words[i];
                else return new Parsed(null, $"'{word}' needs a value: {option.Help}");
            }
            else if (positionals.TryDequeue(out var positional))
            {
                values[positional.Name] = word;
            }
            else if (rest is not null)
            {
                values[rest.Name] = ToArray(words.Skip(i));
                break;
            }
            else
            {
                return new Parsed(null, $"'{word}' is one argument too many");
            }
        }

        return From(declared, values);
    }

    private static Argument? FindOption(IReadOnlyList<Argument> declared, string word) => declared.FirstOrDefault(a =>
        a.Kind is ArgumentKind.Option or ArgumentKind.Flag && (word == "--" + a.Name || (a.Short is { } letter && word == $"-{letter}")));

    private static JsonArray ToArray(IEnumerable<string> words) => [.. words.Select(word => JsonValue.Create(word))];

    private static string? Convert(Argument argument, JsonNode value, out JsonNode? converted)
    {
        converted = null;
        switch (argument.Kind)
        {
            case ArgumentKind.Flag:
                if (value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)) return $"'{argument.Name}' is true or false";
                break;
            case ArgumentKind.Rest:
                if (value is not JsonArray array || array.Any(item => item?.GetValueKind() != JsonValueKind.String)) return $"'{argument.Name}' is a list of strings";
                break;
            case var _ when argument.Type == ArgumentType.Number:
                if (!TryNumber(value, out var number)) return $"'{argument.Name}' is a whole number, not {value.ToJsonString()}";
                converted = number;
                return null;
            default:
                // Ids are numbers in JSON and words everywhere else; both are taken.
                var text = value.GetValueKind() switch
                {
                    JsonValueKind.String => value.GetValue<string>(),
                    JsonValueKind.Number => value.ToJsonString(),
                    _ => null,
                };
                if (text is null) return $"'{argument.Name}' is a string";
                if (argument.Choices.Count > 0 && !argument.Choices.Contains(text))
                    return $"'{argument.Name}' is one of {string.Join(", ", argument.Choices)}, not '{text}'";
                converted = text;
                return null;
        }

        converted = value.DeepClone();
        return null;
    }

    private static bool TryNumber(JsonNode value, out int number)
    {
        number = 0;
        return value.GetValueKind() switch
        {
            JsonValueKind.Number => value.AsValue().TryGetValue(out number),
            JsonValueKind.String => int.TryParse(value.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    /// <summary>Values, or what is wrong with them.</summary>
    public readonly record struct Parsed(ArgumentValues? Values, string? Error);
}
