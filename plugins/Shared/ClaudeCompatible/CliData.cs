using System.Text.Json;
using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>
/// What tells one Claude-compatible CLI from another, and one version of it from the next, kept in a JSON file beside the plugin so that
/// an edit needs no rebuild: names, flags, permission modes and the rules by which its title, its screen and its errors are read.
/// </summary>
internal sealed record CliData
{
    /// <summary>The agent's name in commands and configuration.</summary>
    public required string Id { get; init; }

    public required string DisplayName { get; init; }

    public required IReadOnlyList<string> Binaries { get; init; }

    /// <summary>What its version text looks like; another program of the same name is not this agent.</summary>
    public required Pattern Identity { get; init; }

    public required IReadOnlyList<string> CheckedVersions { get; init; }

    public required string InstallAdvice { get; init; }

    public required double SilenceMinutes { get; init; }

    public required CredentialPlaces Credentials { get; init; }

    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    public required IReadOnlyList<string> HeadlessFlags { get; init; }

    public required PermissionTable Permissions { get; init; }

    /// <summary>Rules that keep it out of the main checkout, whose path stands for <c>{main}</c>.</summary>
    public required IReadOnlyList<string> GuardRails { get; init; }

    public required IReadOnlyList<string> HookEvents { get; init; }

    /// <summary>From the CLI's own error words.</summary>
    public required IReadOnlyDictionary<string, AgentErrorClass> ErrorClasses { get; init; }

    /// <summary>From what it shows; the first that matches counts.</summary>
    public required IReadOnlyList<ErrorText> ErrorTexts { get; init; }

    public required IReadOnlyList<TitleRule> TitleRules { get; init; }

    public required IReadOnlyList<ScreenRule> ScreenRules { get; init; }

    public required DialogWords Dialogs { get; init; }

    /// <exception cref="InvalidDataException">The file is missing or wrong; the message names file, line and cause.</exception>
    public static CliData Load(string directory, string fileName)
    {
        var path = Path.Combine(directory, fileName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CliDataJson.Default.CliData)
                ?? throw new InvalidDataException($"{path}: is empty");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The class of an error, first by the CLI's own word for it, then by its text where that says more.</summary>
    public AgentErrorClass Classify(string? word, string text)
    {
        var byWord = word is not null && ErrorClasses.TryGetValue(word, out var known) ? known : (AgentErrorClass?)null;
        if (byWord is { } sure and not (AgentErrorClass.AgentFailed or AgentErrorClass.Unknown)) return sure;
        return ErrorTexts.FirstOrDefault(rule => rule.Pattern.IsMatch(text))?.Class ?? byWord ?? AgentErrorClass.AgentFailed;
    }
}

/// <summary>How the three ways of asking for permission are passed to the CLI.</summary>
internal sealed record PermissionTable(PermissionChoice Supervised, PermissionChoice Autonomous, PermissionChoice AutonomousAsRoot);

/// <summary>One way of asking for permission.</summary>
/// <param name="Mode">The value of <c>--permission-mode</c>.</param>
/// <param name="AllowedTools">Tools that need no permission.</param>
/// <param name="Settings">Settings that go with it.</param>
internal sealed record PermissionChoice(
    string Mode, IReadOnlyList<string>? AllowedTools = null, IReadOnlyDictionary<string, JsonElement>? Settings = null);

/// <summary>A class for errors whose text matches.</summary>
internal sealed record ErrorText(Pattern Pattern, AgentErrorClass Class);

/// <summary>What a title says.</summary>
internal sealed record TitleRule(string Name, Pattern Pattern, AgentActivity Activity);

/// <summary>What a part of the screen says.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Area">The part.</param>
/// <param name="Pattern">What stands there.</param>
/// <param name="Activity">What it means.</param>
/// <param name="IsPermission">Whether its answers give or refuse permission, see <see cref="DialogWords"/>.</param>
/// <param name="TextKeys">The keys after which it takes text of the person's own.</param>
internal sealed record ScreenRule(
    string Name, ScreenArea Area, Pattern Pattern, AgentActivity Activity, bool IsPermission = false, IReadOnlyList<string>? TextKeys = null);

/// <summary>How the answers of dialogs read.</summary>
/// <param name="Answers">What the answers of a permission dialog mean; the first that matches counts.</param>
/// <param name="FreeText">The answer that opens a field for text.</param>
/// <param name="Several">Answers of which several can be chosen: their keys tick them, and go on nowhere.</param>
internal sealed record DialogWords(IReadOnlyList<AnswerRule> Answers, Pattern FreeText, Pattern Several);

/// <summary>What an answer means.</summary>
/// <param name="Label">How it reads.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Keys">The keys that give it, where its number is not the best way.</param>
internal sealed record AnswerRule(Pattern Label, AnswerKind Kind, IReadOnlyList<string>? Keys = null);
