using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Orchtui.TestKit;

/// <summary>Finds every pattern in an agent's data, which are built only when they are first asked, and builds it.</summary>
public static class PatternSearch
{
    /// <summary>Builds all patterns below an object; one that cannot be built throws.</summary>
    /// <returns>How many there are.</returns>
    public static int BuildAll(object data) => Build(data, data.GetType().Assembly, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static int Build(object? value, Assembly owner, HashSet<object> seen)
    {
        if (value is null or string || !seen.Add(value)) return 0;
        if (value is IEnumerable items) return items.Cast<object?>().Sum(item => Build(item, owner, seen));
        var type = value.GetType();
        if (type is { IsGenericType: true, Namespace: "System.Collections.Generic" })
            return Build(type.GetProperty("Key")?.GetValue(value), owner, seen) + Build(type.GetProperty("Value")?.GetValue(value), owner, seen);
        if (type.Assembly != owner) return 0;
        if (type.Name == "Pattern") return type.GetProperty("Regex")!.GetValue(value) is Regex ? 1 : 0;
        return type.GetProperties().Where(property => property.GetIndexParameters().Length == 0).Sum(property => Build(property.GetValue(value), owner, seen));
    }
}
