using System.Reflection;
using Orchtui.Host.Plugins;
using Orchtui.Host.Plugins.Declared;

namespace Orchtui.Host.Tests.Plugins;

public sealed class WrapperTests
{
    /// <summary>A member with a default that a wrapper leaves out works, but never reaches the plugin.</summary>
    [Fact]
    public void A_class_between_host_and_plugin_passes_on_every_member_of_its_contract()
    {
        var left = typeof(LastingAgentObserver).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && !IsAgentItself(type))
            .SelectMany(type => type.GetInterfaces().Where(IsContract).SelectMany(contract => Missing(type, contract)))
            .ToList();
        Assert.Empty(left);
        Assert.Contains(typeof(LastingAgentObserver).GetInterfaces(), IsContract);
    }

    /// <summary>An agent that is all data stands between nobody: it may leave members at their defaults as any plugin may.</summary>
    private static bool IsAgentItself(Type type) => type.Namespace == typeof(DeclaredPlugin).Namespace;

    private static bool IsContract(Type contract) => contract.Assembly == typeof(Orchtui.Agents.IAgentObserver).Assembly;

    private static IEnumerable<string> Missing(Type type, Type contract)
    {
        InterfaceMapping map = type.GetInterfaceMap(contract);
        return map.TargetMethods.Where(method => method.DeclaringType == contract).Select(method => $"{type.Name}: {contract.Name}.{method.Name}");
    }
}
