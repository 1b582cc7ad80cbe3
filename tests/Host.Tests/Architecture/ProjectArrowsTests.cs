using System.Xml.Linq;

namespace Orchtui.Host.Tests.Architecture;

/// <summary>Reads every project file of the product and fails on a reference that the layout does not allow.</summary>
public sealed class ProjectArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["src/Abstractions"] = [],
        ["src/Terminal"] = [],
        ["src/Pty"] = [],
        ["src/Mux"] = ["src/Terminal", "src/Pty", "src/Abstractions"],
        ["src/Orchestration"] = ["src/Abstractions"],
        ["src/Host"] = ["src/Abstractions", "src/Terminal", "src/Pty", "src/Mux", "src/Orchestration"],
    };

    private static readonly string[] WithoutPackages = ["src/Abstractions", "src/Terminal", "src/Pty"];

    public static TheoryData<string> Projects()
    {
        var data = new TheoryData<string>();
        foreach (var folder in new[] { "src", "plugins" }.Select(f => Path.Combine(Root, f)).Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
                data.Add(Path.GetRelativePath(Root, file));
        return data;
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_what_the_layout_allows(string project)
    {
        var folder = Path.GetDirectoryName(project)!.Replace('\\', '/');
        var document = XDocument.Load(Path.Combine(Root, project));
        var allowed = folder.StartsWith("plugins/", StringComparison.Ordinal) ? ["src/Abstractions"]
            : Allowed.TryGetValue(folder, out var arrows) ? arrows
            : throw new InvalidOperationException($"{project} has no place in the layout; add it to the table with its arrows.");

        var forbidden = document.Descendants("ProjectReference")
            .Where(reference => !IsBuildOnly(folder, reference))
            .Select(reference => Target(folder, reference))
            .Where(target => !allowed.Contains(target))
            .ToArray();

        Assert.True(forbidden.Length == 0, $"{project} may not refer to {string.Join(", ", forbidden)}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_inner_projects_take_no_package(string project)
    {
        var folder = Path.GetDirectoryName(project)!.Replace('\\', '/');
        if (!WithoutPackages.Contains(folder)) return;
        Assert.Empty(XDocument.Load(Path.Combine(Root, project)).Descendants("PackageReference"));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Root, "orchtui.sln")).Replace('\\', '/');
        var missing = new[] { "src", "plugins", "tests", "bench" }
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !solution.Contains(file, StringComparison.Ordinal))
            .ToArray();
        Assert.Empty(missing);
    }

    /// <summary>The host builds the plugins it carries without referring to them (no output assembly).</summary>
    private static bool IsBuildOnly(string folder, XElement reference) =>
        folder == "src/Host" && (string?)reference.Attribute("ReferenceOutputAssembly") == "false";

    private static string Target(string folder, XElement reference)
    {
        var include = ((string?)reference.Attribute("Include") ?? "").Replace('\\', '/');
        var path = Path.GetFullPath(Path.Combine(Root, folder, Path.GetDirectoryName(include)!));
        return Path.GetRelativePath(Root, path).Replace('\\', '/');
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "orchtui.sln"))) return directory.FullName;
        throw new InvalidOperationException($"No orchtui.sln above {AppContext.BaseDirectory}");
    }
}
