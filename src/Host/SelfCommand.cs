namespace Orchtui.Host;

/// <summary>How this program starts itself again in another role.</summary>
internal static class SelfCommand
{
    /// <summary>The argument vector for this program with other arguments; works for the executable and for <c>dotnet orchtui.dll</c>.</summary>
    public static IReadOnlyList<string> With(params IReadOnlyList<string> arguments)
    {
        var process = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var isDotnet = Path.GetFileNameWithoutExtension(process) == "dotnet";
        return isDotnet ? [process, Path.Combine(AppContext.BaseDirectory, "orchtui.dll"), .. arguments] : [process, .. arguments];
    }

    /// <summary>The environment for our own processes: that of this one.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> CurrentEnvironment()
    {
        var variables = new List<KeyValuePair<string, string>>();
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables.Add(new((string)entry.Key, (string?)entry.Value ?? ""));
        return variables;
    }
}
