using Orchtui.Decisions;
using Orchtui.Plugins;
using Orchtui.Tasks;

namespace Orchtui.Fixtures.Decision;

/// <summary>Decides by the first goal; without one nothing is worth doing.</summary>
public sealed class OraclePlugin : IPlugin
{
    public void Register(IPluginContext context) => context.AddDecisionEngine(new Oracle());

    private sealed class Oracle : IDecisionEngine
    {
        public string Name => "oracle";

        public Task<Decisions.Decision?> DecideAsync(DecisionRequest request, CancellationToken cancellation) => Task.FromResult(
            request.Goals is [var goal, ..]
                ? new Decisions.Decision
                {
                    Title = $"Towards: {goal}",
                    Prompt = $"Take one step towards: {goal}",
                    Agent = request.PreferredAgent ?? request.Agents[0],
                    Priority = TaskPriority.High,
                    EstimatedDuration = request.TimeBudget / 2,
                    Rationale = $"it is the first of {request.Goals.Count} goals",
                    Confidence = 1.7,
                    Metadata = new Dictionary<string, string> { ["decision_path"] = "first_goal" },
                }
                : null);
    }
}
