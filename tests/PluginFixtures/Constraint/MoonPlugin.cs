using Orchtui.Constraints;
using Orchtui.Plugins;

namespace Orchtui.Fixtures.Constraint;

/// <summary>Offers a constraint that holds as long as a file is there.</summary>
public sealed class MoonPlugin : IPlugin
{
    public void Register(IPluginContext context) => context.AddConstraint(new Moon(Path.Combine(context.DataDirectory, "full")));

    private sealed class Moon(string file) : IConstraintChecker
    {
        public ConstraintProfile Profile { get; } = new() { Name = "full_moon", Description = "The moon is full", AskedByDefault = true };

        public Task<ConstraintVerdict> CheckAsync(ConstraintRequest request, CancellationToken cancellation) => Task.FromResult(
            File.Exists(file) ? new ConstraintVerdict(true, "it is full") : new ConstraintVerdict(false, "the moon is not full") { Reading = "waxing" });
    }
}
