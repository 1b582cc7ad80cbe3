using Xunit;

namespace Orchtui.TestKit;

/// <summary>Where the pinned agent programs lie once tests/agents/install has run.</summary>
public static class AgentPrograms
{
    public static string Claude { get; } =
        Path.Combine(FindRoot(), "tests", "agents", "node_modules", "@anthropic-ai", "claude-code-linux-x64", "claude");

    public static string Codex { get; } = Path.Combine(
        FindRoot(), "tests", "agents", "node_modules", "codex-linux-x64", "vendor", "x86_64-unknown-linux-musl", "bin", "codex");
    public static string OpenCode { get; } =
        Path.Combine(FindRoot(), "tests", "agents", "node_modules", "opencode-linux-x64", "bin", "opencode");

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "orchtui.sln"))) return directory.FullName;
        throw new InvalidOperationException($"No orchtui.sln above {AppContext.BaseDirectory}");
    }
}

/// <summary>A fact that drives the real Claude Code against the model server in a namespace of its own.</summary>
public sealed class ClaudeFactAttribute : FactAttribute
{
    public ClaudeFactAttribute() => Skip = Missing;

    // A requirement that is a path is met by the file itself.
    internal static string? Missing => Requirement.Missing(["unshare", "nsenter", "ip", AgentPrograms.Claude]);
}

/// <summary>The same as a theory.</summary>
public sealed class ClaudeTheoryAttribute : TheoryAttribute
{
    public ClaudeTheoryAttribute() => Skip = ClaudeFactAttribute.Missing;
}

/// <summary>A fact that drives the real Codex against the model server in a namespace of its own.</summary>
public sealed class CodexFactAttribute : FactAttribute
{
    public CodexFactAttribute() => Skip = Missing;

    internal static string? Missing => Requirement.Missing(["unshare", "nsenter", "ip", AgentPrograms.Codex]);
}

/// <summary>The same as a theory.</summary>
public sealed class CodexTheoryAttribute : TheoryAttribute
{
    public CodexTheoryAttribute() => Skip = CodexFactAttribute.Missing;
}
