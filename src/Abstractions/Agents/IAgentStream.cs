namespace Orchtui.Agents;

/// <summary>
/// Reads the structured output of one headless run, line by line. Not thread-safe: one caller, in order.
/// A line it cannot read costs that line only.
/// </summary>
public interface IAgentStream
{
    /// <summary>Reads one line of standard output.</summary>
    /// <param name="line">The line, without its end. At most 8 MiB; longer ones are cut by the caller.</param>
    /// <returns>What the line says; empty when nothing of interest.</returns>
    IReadOnlyList<AgentUpdate> Read(string line);

    /// <summary>Sums the run up after its end.</summary>
    /// <param name="exitCode">The exit code; 128 + n after signal n.</param>
    /// <param name="standardErrorTail">The last lines of standard error, at most 2,000 characters.</param>
    /// <returns>The result.</returns>
    AgentRunResult Finish(int exitCode, string standardErrorTail);
}
