namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>What rows of the screen are made of.</summary>
internal static class ScreenText
{
    private const int ShortestRule = 10;

    /// <summary>A line drawn across the screen.</summary>
    public static bool IsRule(string row) => row.Length >= ShortestRule && row.AsSpan().Trim().Trim('─').IsEmpty;
}
