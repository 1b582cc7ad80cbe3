namespace Orchtui.Plugins.Demo.Agent;

/// <summary>The marks with which the window title begins.</summary>
internal static class DemoTitle
{
    public const string Working = "● demo";
    public const string Asking = "? demo";
    public const string Done = "✔ demo";
    public const string Failed = "✗ demo";
    public const string Idle = "demo";
}

/// <summary>The one question the agent asks.</summary>
internal static class DemoQuestion
{
    public const string Text = "Shall I also add a test? [y/n]";

    /// <summary>Long enough to answer by hand; then it takes the answer that changes nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
}
