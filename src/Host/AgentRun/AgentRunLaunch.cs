using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchtui.Host.AgentRun;

/// <summary>What <c>orchtui agent-run</c> is to run: written by the host as <c>launch.json</c> into the attempt's folder.</summary>
internal sealed record AgentRunLaunch
{
    public const string FileName = "launch.json";

    /// <summary>The task's title, for the first line of the transcript.</summary>
    public required string Title { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Changes to the inherited environment; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string StandardInput { get; init; } = "";

    public required string WorkingDirectory { get; init; }

    /// <summary>The folder of the one plugin to load.</summary>
    public required string PluginDirectory { get; init; }

    /// <summary>Which of its agents reads the output.</summary>
    public required string ProviderId { get; init; }

    /// <summary>How long the program may run; zero for no limit.</summary>
    public double TimeoutSeconds { get; init; }

    /// <summary>Reads the launch of an attempt, or says why it cannot be read.</summary>
    public static (AgentRunLaunch? Launch, string Error) Read(string attemptDirectory)
    {
        var path = Path.Combine(attemptDirectory, FileName);
        try
        {
            var launch = JsonSerializer.Deserialize(File.ReadAllBytes(path), AgentRunJson.Default.AgentRunLaunch);
            return launch is { Arguments.Count: > 0 } ? (launch, "") : (null, $"{path}: names no program");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return (null, $"{path}: {e.Message}");
        }
    }

    /// <summary>Writes the launch. Its environment may hold secrets, so nobody else may read it.</summary>
    public void Write(string attemptDirectory)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(Path.Combine(attemptDirectory, FileName), options);
        JsonSerializer.Serialize(file, this, AgentRunJson.Default.AgentRunLaunch);
    }
}

/// <summary>The form of what the host tells <c>agent-run</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AgentRunLaunch))]
internal sealed partial class AgentRunJson : JsonSerializerContext;
