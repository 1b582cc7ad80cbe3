using System.Text.Json;
using System.Text.Json.Serialization;
using Orchtui.Agents;

namespace Orchtui.Plugins.Codex;

/// <summary>
/// What changes from one version of the CLI to the next, kept in <c>codex.json</c> beside the plugin so that an edit needs no rebuild:
/// names, flags, sandboxes and the rules by which its title, its screen and its errors are read.
/// </summary>
internal sealed record CodexData
{
    public const string FileName = "codex.json";

    public required IReadOnlyList<string> Binaries { get; init; }

    public required IReadOnlyList<string> CheckedVersions { get; init; }

    public required string InstallAdvice { get; init; }

    public required CredentialPlaces Credentials { get; init; }

    public required double SilenceMinutes { get; init; }

    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    /// <summary>Settings of every run, each as <c>-c</c> takes it.</summary>
    public required IReadOnlyList<string> Config { get; init; }

    public required IReadOnlyList<string> InteractiveFlags { get; init; }

    public required IReadOnlyList<string> InteractiveConfig { get; init; }

    public required ApprovalTable Approvals { get; init; }

    public required string DefaultSandbox { get; init; }

    public required IReadOnlyDictionary<string, SandboxChoice> Sandboxes { get; init; }

    /// <summary>From what it says; the first that matches counts.</summary>
    public required IReadOnlyList<ErrorText> ErrorTexts { get; init; }

    /// <summary>From the CLI's own words for errors, where its text says nothing known.</summary>
    public required IReadOnlyDictionary<string, AgentErrorClass> ErrorCodes { get; init; }

    public required Pattern ResetTime { get; init; }

    public required Pattern Retry { get; init; }

    /// <summary>Lines on standard error that say nothing about a failure.</summary>
    public required IReadOnlyList<Pattern> Noise { get; init; }

    public required IReadOnlyList<TitleRule> TitleRules { get; init; }

    /// <summary>Where the title names the thread, whose id it may cut short.</summary>
    public required Pattern TitleSession { get; init; }

    /// <summary>A row below the answers of a dialog, and of nothing else.</summary>
    public required Pattern DialogHint { get; init; }

    /// <summary>The first row of a dialog.</summary>
    public required Pattern DialogTitles { get; init; }

    /// <summary>The answer after which the prompt takes text.</summary>
    public required Pattern FreeTextOption { get; init; }

    public required Pattern AllowOnce { get; init; }

    public required Pattern AllowAlways { get; init; }

    public required Pattern Deny { get; init; }

    public required IReadOnlyList<ScreenRule> ScreenRules { get; init; }

    /// <exception cref="InvalidDataException">The file is missing or wrong; the message names file, line and cause.</exception>
    public static CodexData Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CodexDataJson.Default.CodexData)
                ?? throw new InvalidDataException($"{path}: is empty");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>
    /// The class of an error, first by its text, then by the CLI's own word for it: one word stands for a used-up quota, which a person
    /// must fill, and for a limit that passes.
    /// </summary>
    public AgentErrorClass Classify(string text, string? code = null) =>
        ErrorTexts.FirstOrDefault(rule => rule.Pattern.IsMatch(text))?.Class
        ?? (code is not null && ErrorCodes.TryGetValue(code, out var known) ? known : AgentErrorClass.AgentFailed);

    /// <summary>Whether an error means that the account may do no more for now, rather than that one request failed.</summary>
    public bool IsLimit(string text) => ErrorTexts.FirstOrDefault(rule => rule.Pattern.IsMatch(text)) is { IsLimit: true };
}

/// <summary>When the CLI asks, by how much it may do without.</summary>
internal sealed record ApprovalTable(string Supervised, string Autonomous);

/// <summary>One sandbox.</summary>
/// <param name="Flags">The flags that choose it.</param>
/// <param name="Config">Settings that go with it.</param>
/// <param name="IsWorkspace">Whether it lets the agent write into its worktree and named folders only.</param>
/// <param name="ExcludesApprovals">Whether its flags cannot stand beside those for approvals.</param>
internal sealed record SandboxChoice(
    IReadOnlyList<string> Flags, IReadOnlyList<string>? Config = null, bool IsWorkspace = false, bool ExcludesApprovals = false);

/// <summary>A class for errors whose text matches.</summary>
internal sealed record ErrorText(Pattern Pattern, AgentErrorClass Class, bool IsLimit = false);

/// <summary>What a title says.</summary>
internal sealed record TitleRule(string Name, Pattern Pattern, AgentActivity Activity);

/// <summary>What a part of the screen says.</summary>
internal sealed record ScreenRule(string Name, ScreenArea Area, Pattern Pattern, AgentActivity Activity);

/// <summary>The form of <c>codex.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PatternConverter)])]
[JsonSerializable(typeof(CodexData))]
internal sealed partial class CodexDataJson : JsonSerializerContext;
