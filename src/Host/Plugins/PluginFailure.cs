namespace Orchtui.Host.Plugins;

/// <summary>Why a plugin can no longer be used.</summary>
/// <param name="Reason">For people: which call, and what happened.</param>
/// <param name="Abandoned">
/// Whether a call never came back. Managed code cannot be killed, so such a plugin stays in memory and out of use until the restart.
/// </param>
/// <param name="NameTaken">Whether the cause is another plugin's name, so that it may pass without a change to this one.</param>
internal sealed record PluginFault(string Reason, bool Abandoned = false, bool NameTaken = false);

/// <summary>Thrown to a caller who asks a plugin that failed, or is gone, for something that has no other way to say no.</summary>
internal sealed class PluginFailedException(string message) : InvalidOperationException(message);

/// <summary>What a call into a plugin gave: a value, or the reason why there is none.</summary>
internal readonly record struct PluginOutcome<T>(T? Value, string? Failure)
{
    /// <summary>How long the plugin had better not be asked again, when it says so itself.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool Succeeded => Failure is null;
}
