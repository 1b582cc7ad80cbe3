using Orchtui.Decisions;
using Orchtui.Orchestration.Outcomes;
using Orchtui.Plugins;

namespace Orchtui.Orchestration.Extensions;

/// <summary>
/// Asks the decision engines, in the order in which they came, what to do next, and holds what they answer to the contract: an agent that
/// is not among those that may be used, or an empty prompt, is no decision.
/// </summary>
public sealed class DecisionMaker(ExtensionRegistry extensions)
{
    /// <param name="request">What is known.</param>
    /// <param name="engine">The only engine to ask; null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The first decision; refused with every engine's reason when there is none.</returns>
    public async Task<Outcome<MadeDecision>> DecideAsync(DecisionRequest request, string? engine, CancellationToken cancellation)
    {
        var engines = extensions.All<IDecisionEngine>().Where(one => engine is null || one.Name == engine).ToArray();
        if (engines.Length == 0)
            return new Refused(engine is null
                ? "No loaded plugin offers a decision engine; see `plugin list`."
                : $"No loaded plugin offers a decision engine '{engine}'; see `plugin list`.");
        var reasons = new List<string>();
        foreach (var asked in engines)
        {
            try
            {
                var decision = await asked.DecideAsync(request, cancellation).ConfigureAwait(false);
                if (decision is null) reasons.Add($"{asked.Name}: nothing is worth doing");
                else if (Flaw(decision, request) is { } flaw) reasons.Add($"{asked.Name}: {flaw}");
                else return new MadeDecision(asked.Name, decision with { Confidence = Clamp(decision.Confidence) });
            }
            catch (PluginUnavailableException e)
            {
                reasons.Add($"{asked.Name}: {e.Message}");
            }
        }

        return new Refused($"There is no decision. {string.Join("; ", reasons)}.");
    }

    private static string? Flaw(Decision decision, DecisionRequest request)
    {
        if (!request.Agents.Contains(decision.Agent)) return $"it chose the agent {decision.Agent}, which may not be used";
        return string.IsNullOrWhiteSpace(decision.Prompt) || string.IsNullOrWhiteSpace(decision.Title) ? "its decision says nothing" : null;
    }

    private static double Clamp(double confidence) => double.IsNaN(confidence) ? 0 : Math.Clamp(confidence, 0, 1);
}

/// <summary>A decision and the engine that made it.</summary>
public sealed record MadeDecision(string Engine, Decision Decision);
