using System.Reflection;
using Orchtui.Host.Plugins.Declared;
using Orchtui.Plugins;

namespace Orchtui.Host.Plugins;

/// <summary>A plugin that was loaded, or why it was not.</summary>
internal sealed record PluginLoad(LoadedPlugin? Plugin, PluginFault? Fault)
{
    public static PluginLoad Failed(string reason) => new(null, new PluginFault(reason));
}

/// <summary>
/// Brings one plugin folder into memory: load context, entry point, registration within its deadline. Whatever goes wrong is a value
/// that names the cause; a plugin that failed half-way is unloaded again.
/// </summary>
internal sealed class PluginLoader(PluginServices services, PluginDeadlines deadlines)
{
    /// <param name="directory">The plugin's folder.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="ownerOf">Who offers something of that kind and name already (<c>agent:claude</c>); null when it is free.</param>
    /// <param name="onFault">Called, on any thread, when the plugin fails after it was loaded.</param>
    public PluginLoad Load(string directory, PluginManifest manifest, Func<string, string?> ownerOf, Action<PluginFault> onFault)
    {
        if (manifest.Contract != ContractVersion.Current)
            return PluginLoad.Failed($"it speaks contract {manifest.Contract}, this program speaks {ContractVersion.Current}");
        var path = Path.Combine(directory, manifest.Content);
        if (!File.Exists(path)) return PluginLoad.Failed($"{path} does not exist");

        IPlugin? declared = null;
        if (manifest.AgentFile.Length > 0)
        {
            var (file, errors) = AgentFileReader.Read(path);
            if (file is null) return PluginLoad.Failed(string.Join("; ", errors));
            declared = new DeclaredPlugin(manifest.Id, file);
        }

        PluginLoadContext? context = null;
        PluginFault? fault = null;
        var registration = new PluginRegistration(manifest, directory, services, ownerOf);
        var registering = new PluginCalls(manifest.Id, deadlines, services.Time, f => fault = f);
        var entryPoint = registering.Run("registration", deadlines.Register, () =>
        {
            // Already the list of dependencies may be malformed, so that making the context is the first thing that can fail.
            var plugin = declared ?? CreateEntryPoint((context = new PluginLoadContext(path, collectible: true)).LoadFile(path));
            plugin.Register(registration);
            return plugin;
        }).Value;
        var outcome = registration.Close();
        if (fault is null && outcome.Offers.Count == 0) fault = NothingTaken(outcome);
        if (fault is not null || entryPoint is null)
        {
            context?.Unload();
            return new PluginLoad(null, fault);
        }

        var calls = new PluginCalls(manifest.Id, deadlines, services.Time, onFault);
        var guards = outcome.Offers.Select(offer => offer.Guard(calls)).ToArray();
        return new PluginLoad(new LoadedPlugin(manifest, context, entryPoint, guards, outcome.Refusals), null);
    }

    /// <summary>Creates the one entry point of a plugin's assembly.</summary>
    internal static IPlugin CreateEntryPoint(Assembly assembly)
    {
        var types = assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IPlugin).IsAssignableFrom(type));
        return types.ToArray() switch
        {
            [var type] => (IPlugin)Activator.CreateInstance(type)!,
            [] => throw new BadImageFormatException($"no public class implements {nameof(IPlugin)}"),
            var many => throw new BadImageFormatException($"{many.Length} public classes implement {nameof(IPlugin)}; there must be one"),
        };
    }

    private static PluginFault NothingTaken(RegistrationOutcome outcome) =>
        new(outcome.Refusals.Length == 0 ? "it registered nothing" : outcome.Refusals, NameTaken: outcome.NameTaken);
}
