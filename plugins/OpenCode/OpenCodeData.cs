using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Orchtui.Agents;

namespace Orchtui.Plugins.OpenCode;

/// <summary>
/// What changes from one version of the CLI to the next, kept beside the plugin so that an edit needs no rebuild: names, flags,
/// permissions and the rules by which its screen and its errors are read. Not named like the CLI's own configuration, which it would
/// otherwise be taken for.
/// </summary>
internal sealed record OpenCodeData
{
    public const string FileName = "opencode-profile.json";

    public required IReadOnlyList<string> Binaries { get; init; }

    public required IReadOnlyList<string> CheckedVersions { get; init; }

    public required string InstallAdvice { get; init; }

    public required CredentialPlaces Credentials { get; init; }

    public required double SilenceMinutes { get; init; }

    /// <summary>A pause before the next try that is this long, or longer, is a limit and no retry.</summary>
    public required double LimitMinutes { get; init; }

    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    public required IReadOnlyList<string> HeadlessFlags { get; init; }

    public required IReadOnlyList<string> AutonomousFlags { get; init; }

    public required PermissionTable Permissions { get; init; }

    /// <summary>Shells that it can run commands with.</summary>
    public required IReadOnlyList<string> Shells { get; init; }

    /// <summary>By the status of the model service's answer.</summary>
    public required IReadOnlyDictionary<string, AgentErrorClass> ErrorStatuses { get; init; }

    /// <summary>By the CLI's own name of the error.</summary>
    public required IReadOnlyDictionary<string, AgentErrorClass> ErrorNames { get; init; }

    /// <summary>By its words; the first that matches counts.</summary>
    public required IReadOnlyList<ErrorText> ErrorTexts { get; init; }

    /// <summary>The words of an account that is used up.</summary>
    public required Pattern LimitTexts { get; init; }

    public required ScreenRules Screen { get; init; }

    /// <exception cref="InvalidDataException">The file is missing or wrong; the message names file, line and cause.</exception>
    public static OpenCodeData Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), OpenCodeDataJson.Default.OpenCodeData)
                ?? throw new InvalidDataException($"{path}: is empty");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The class of an error: by the service's status, by a name that says enough, by its words, by any name.</summary>
    public AgentErrorClass Classify(OpenCodeError error, string moreText = "")
    {
        if (error.Status is { } status && ErrorStatuses.TryGetValue($"{status}", out var byStatus)) return byStatus;
        var byName = ErrorNames.TryGetValue(error.Name, out var named) ? named : AgentErrorClass.AgentFailed;
        if (byName != AgentErrorClass.AgentFailed) return byName;
        return ErrorTexts.FirstOrDefault(rule => rule.Pattern.IsMatch(error.Message))?.Class
            ?? ErrorTexts.FirstOrDefault(rule => rule.Pattern.IsMatch(moreText))?.Class ?? byName;
    }
}

/// <summary>What is asked and what is refused while the agent is supervised: nobody answers in a headless run.</summary>
internal sealed record PermissionTable(JsonObject Interactive, JsonObject Headless);

/// <summary>A class for errors whose text matches.</summary>
internal sealed record ErrorText(Pattern Pattern, AgentErrorClass Class);

/// <summary>The rows by which a screen is read.</summary>
internal sealed record ScreenRules(Pattern DialogTop, Pattern DialogBottom, Pattern QuestionBottom, Pattern Working, Pattern Done, Pattern Prompt);

/// <summary>The form of the file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PatternConverter)])]
[JsonSerializable(typeof(OpenCodeData))]
internal sealed partial class OpenCodeDataJson : JsonSerializerContext;
