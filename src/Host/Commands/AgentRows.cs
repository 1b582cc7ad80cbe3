using System.Text.Json.Nodes;
using Orchtui.Agents;

namespace Orchtui.Host.Commands;

/// <summary>What is told of an agent, by <c>agents</c> and by <c>doctor</c> alike.</summary>
internal static class AgentRows
{
    /// <param name="provider">The agent.</param>
    /// <param name="seen">What a look at the machine told.</param>
    /// <param name="environment">What it would inherit.</param>
    public static JsonObject Of(IAgentProvider provider, AgentAvailability seen, IReadOnlyDictionary<string, string> environment)
    {
        var signIn = provider.FindSignIn(environment);
        return new JsonObject
        {
            ["id"] = provider.Profile.Id,
            ["name"] = provider.Profile.DisplayName,
            ["installed"] = seen.Installed,
            ["version"] = seen.Version,
            ["checked"] = seen.VersionChecked,
            ["signed_in"] = signIn.State switch { SignInState.SignedIn => true, SignInState.SignedOut => false, _ => null },
            ["sign_in"] = signIn.Evidence,
            ["executable"] = seen.Executable,
            ["advice"] = seen.Advice,
        };
    }

    /// <summary>The same as one line for a person.</summary>
    public static string Text(JsonObject row)
    {
        if (row["installed"]?.GetValue<bool>() != true) return $"{row["advice"]}";
        var evidence = $"{row["sign_in"]}" is { Length: > 0 } told ? $" ({told})" : "";
        var signIn = row["signed_in"]?.GetValue<bool>() switch { true => "signed in", false => "not signed in", _ => "signed in or not is not known" };
        var advice = $"{row["advice"]}" is { Length: > 0 } more ? $"; {more}" : ", checked";
        return $"{row["version"] ?? "version unknown"}{advice}; {signIn}{evidence}";
    }
}
