using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchtui.Orchestration.Files;
using Orchtui.Orchestration.Outcomes;

namespace Orchtui.Orchestration.Environments;

/// <summary>
/// Keeps the environments of callers, so that a task runs with that of whoever asked for it, also after a restart. Content-addressed:
/// the same environment is kept once, under its hash. The files may hold secrets: mode 0600 in a folder of mode 0700, never logged.
/// </summary>
public sealed class EnvironmentStore(string directory)
{
    private const int IdLength = 16;

    /// <summary>The environment that is kept of a caller's: without the runtime's variables and our own.</summary>
    public static IReadOnlyDictionary<string, string> Clean(IReadOnlyDictionary<string, string> environment) =>
        environment.Where(variable => !IsOurs(variable.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Keeps an environment.</summary>
    /// <returns>Its id.</returns>
    public Outcome<string> Save(IReadOnlyDictionary<string, string> environment)
    {
        var sorted = new SortedDictionary<string, string>(
            environment.Where(variable => !IsOurs(variable.Key)).ToDictionary(), StringComparer.Ordinal);
        var text = JsonSerializer.Serialize(sorted, EnvironmentJson.Default.SortedDictionaryStringString);
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..IdLength];
        try
        {
            if (!File.Exists(PathOf(id))) PrivateFiles.WriteAllText(PathOf(id), text);
            return id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new StoreUnavailable($"The caller's environment cannot be kept in {directory}: {e.Message}");
        }
    }

    /// <summary>Gives back a kept environment.</summary>
    public Outcome<IReadOnlyDictionary<string, string>> Load(string id)
    {
        try
        {
            var text = File.ReadAllText(PathOf(id));
            var kept = JsonSerializer.Deserialize(text, EnvironmentJson.Default.SortedDictionaryStringString);
            return Outcome<IReadOnlyDictionary<string, string>>.Of(kept ?? []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new NotFound($"The environment kept for the task cannot be read from {PathOf(id)}: {e.Message}");
        }
    }

    /// <summary>Removes the kept environments that nothing refers to.</summary>
    public void RemoveExcept(IReadOnlyCollection<string> inUse)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var file in Directory.EnumerateFiles(directory, "*.json"))
            if (!inUse.Contains(Path.GetFileNameWithoutExtension(file))) File.Delete(file);
    }

    private string PathOf(string id) => Path.Combine(directory, id + ".json");

    private static bool IsOurs(string name) =>
        name.StartsWith("DOTNET_", StringComparison.Ordinal) || name.StartsWith("ORCHTUI_", StringComparison.Ordinal);
}

/// <summary>The form of a kept environment.</summary>
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class EnvironmentJson : JsonSerializerContext;
