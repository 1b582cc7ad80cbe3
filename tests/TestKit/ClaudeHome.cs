using System.Text.Json;

namespace Orchtui.TestKit;

/// <summary>
/// A throw-away home directory in which Claude Code starts without a dialog: onboarding done, the dummy key approved, the named
/// repositories trusted (which covers their worktrees). Without a trusted repository the trust dialog shows.
/// </summary>
public sealed class ClaudeHome : IDisposable
{
    /// <summary>No key of anybody: the scripted server takes every one.</summary>
    private const string DummyKey = "sk-dummy-for-the-scripted-model-server";

    /// <summary>Claude remembers an approved key by so many of its last characters.</summary>
    private const int RememberedKeyLength = 20;

    private readonly TemporaryDirectory _directory = new("orchtui-home-");

    public ClaudeHome(params IEnumerable<string> trusted) => _directory.Write(".claude.json", JsonSerializer.Serialize(new
    {
        hasCompletedOnboarding = true,
        theme = "dark",
        bypassPermissionsModeAccepted = true,
        customApiKeyResponses = new { approved = new[] { DummyKey[^RememberedKeyLength..] }, rejected = Array.Empty<string>() },
        projects = trusted.ToDictionary(path => path, _ => new { hasTrustDialogAccepted = true }),
    }));

    public string Path => _directory.Path;

    /// <summary>All the environment that Claude gets: nothing of the caller's but PATH.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentFor(string baseAddress) => new Dictionary<string, string>
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        ["HOME"] = Path,
        ["TERM"] = "xterm-256color",
        ["LANG"] = "C.UTF-8",
        ["ANTHROPIC_BASE_URL"] = baseAddress,
        ["ANTHROPIC_API_KEY"] = DummyKey,
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["CLAUDE_CODE_MAX_RETRIES"] = "2",
        ["DISABLE_AUTOUPDATER"] = "1",
        ["IS_SANDBOX"] = "1",
    };

    public void Dispose() => _directory.Dispose();
}
