using Orchtui.Agents;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>Looks for credentials by name. Opens nothing.</summary>
internal static class CliSignIn
{
    public static AgentSignIn Find(CredentialPlaces places, IReadOnlyDictionary<string, string> environment)
    {
        if (places.Variables.FirstOrDefault(name => environment.GetValueOrDefault(name) is { Length: > 0 }) is { } variable)
            return new AgentSignIn(SignInState.SignedIn, $"{variable} is set");
        if (Directory(places, environment) is not { } directory) return AgentSignIn.NotKnown;
        if (places.Files.FirstOrDefault(file => File.Exists(Path.Combine(directory, file))) is { } found)
            return new AgentSignIn(SignInState.SignedIn, $"{Path.Combine(directory, found)} exists");
        return places.AreComplete && !System.IO.Directory.Exists(directory)
            ? new AgentSignIn(SignInState.SignedOut, $"{directory} does not exist, and none of {string.Join(", ", places.Variables)} is set")
            : new AgentSignIn(SignInState.NotKnown, places.Files.Count == 0
                ? $"none of {string.Join(", ", places.Variables)} is set; the program may bring its own"
                : $"neither a key in the environment nor {string.Join(" or ", places.Files)} in {directory}; the system may keep it elsewhere");
    }

    private static string? Directory(CredentialPlaces places, IReadOnlyDictionary<string, string> environment)
    {
        if (environment.GetValueOrDefault(places.DirectoryVariable) is { Length: > 0 } moved) return moved;
        return environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? Path.Combine(home, places.Directory) : null;
    }
}
