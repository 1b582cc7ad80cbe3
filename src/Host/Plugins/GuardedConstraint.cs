using Orchtui.Constraints;

namespace Orchtui.Host.Plugins;

/// <summary>A constraint of a plugin.</summary>
internal sealed class GuardedConstraint(IConstraintChecker checker, ConstraintProfile profile, PluginCalls calls)
    : GuardedExtension<IConstraintChecker>(PluginManifest.Constraint, profile.Name, checker, calls), IConstraintChecker
{
    public ConstraintProfile Profile => profile;

    public Task<ConstraintVerdict> CheckAsync(ConstraintRequest request, CancellationToken cancellation) => AskAsync(
        "a check", Deadlines.Check, (inner, token) => inner.CheckAsync(request, token), cancellation);
}
