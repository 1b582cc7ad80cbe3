using Orchtui.Agents;

namespace Orchtui.Plugins;

/// <summary>Looks for credentials by name. Opens nothing.</summary>
internal static class SignInSearch
{
    /// <summary>A file that is left behind when the last account is signed out: empty, or an object without a member.</summary>
    private const int MostEmptyBytes = 4;

    public static AgentSignIn Find(CredentialPlaces places, IReadOnlyDictionary<string, string> environment)
    {
        if (places.Variables.FirstOrDefault(name => environment.GetValueOrDefault(name) is { Length: > 0 }) is { } variable)
            return new AgentSignIn(SignInState.SignedIn, $"{variable} is set");
        if (DirectoryOf(places, environment) is not { } directory) return AgentSignIn.NotKnown;
        if (places.Files.Select(file => new FileInfo(Path.Combine(directory, file))).FirstOrDefault(file => file.Exists && file.Length > MostEmptyBytes) is { } found)
            return new AgentSignIn(SignInState.SignedIn, $"{found.FullName} exists");
        return places.AreComplete && !Directory.Exists(directory)
            ? new AgentSignIn(SignInState.SignedOut, $"{directory} does not exist, and none of {string.Join(", ", places.Variables)} is set")
            : new AgentSignIn(SignInState.NotKnown, places.Files.Count == 0
                ? $"none of {string.Join(", ", places.Variables)} is set; the program may bring its own"
                : $"neither a key in the environment nor {string.Join(" or ", places.Files)} in {directory}; {places.Otherwise}");
    }

    private static string? DirectoryOf(CredentialPlaces places, IReadOnlyDictionary<string, string> environment)
    {
        if (environment.GetValueOrDefault(places.DirectoryVariable) is { Length: > 0 } moved) return Path.Combine(moved, places.BelowVariable);
        return environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? Path.Combine(home, places.Directory) : null;
    }
}

/// <summary>Where credentials lie. Only whether they are there is ever looked at.</summary>
/// <param name="Variables">Variables that carry or choose them.</param>
/// <param name="DirectoryVariable">The variable that moves the CLI's own folder.</param>
/// <param name="Directory">That folder in the home directory, when the variable is not set.</param>
/// <param name="Files">Files in that folder.</param>
/// <param name="AreComplete">Whether a CLI whose folder does not even exist cannot be signed in any other way.</param>
/// <param name="BelowVariable">The CLI's folder inside of the one that the variable names, where others lie there too.</param>
/// <param name="Otherwise">Why one of which nothing is found may work nevertheless.</param>
internal sealed record CredentialPlaces(
    IReadOnlyList<string> Variables, string DirectoryVariable, string Directory, IReadOnlyList<string> Files, bool AreComplete,
    string BelowVariable = "", string Otherwise = "the system may keep it elsewhere");
