using Orchtui.Orchestration.Environments;
using Orchtui.Orchestration.Outcomes;
using Orchtui.TestKit;
using static Orchtui.Orchestration.Tests.Fakes.EngineFixture;

namespace Orchtui.Orchestration.Tests.Environments;

public sealed class EnvironmentStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private EnvironmentStore Store => new(_directory["environments"]);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Ruling_15_an_environment_comes_back_without_the_runtimes_variables_and_ours()
    {
        var id = Value(Store.Save(
            new Dictionary<string, string> { ["B"] = "2\n", ["A"] = "ü", ["DOTNET_gcServer"] = "1", ["ORCHTUI_HOME"] = "x" }));

        Assert.Equal([("A", "ü"), ("B", "2\n")], Value(Store.Load(id)).Select(v => (v.Key, v.Value)));
    }

    [Fact]
    public void The_same_environment_is_kept_once_whatever_its_order()
    {
        var one = Value(Store.Save(new Dictionary<string, string> { ["A"] = "1", ["B"] = "2", ["ORCHTUI_X"] = "1" }));
        var other = Value(Store.Save(new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" }));

        Assert.Equal(one, other);
        Assert.Single(Directory.GetFiles(_directory["environments"]));
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        var id = Value(Store.Save(new Dictionary<string, string> { ["SECRET"] = "1" }));

        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory[$"environments/{id}.json"]));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory["environments"]));
    }

    [Fact]
    public void What_nothing_refers_to_is_removed_and_the_rest_stays()
    {
        var kept = Value(Store.Save(new Dictionary<string, string> { ["A"] = "1" }));
        var unused = Value(Store.Save(new Dictionary<string, string> { ["A"] = "2" }));

        Store.RemoveExcept([kept]);

        Assert.True(Store.Load(kept).Succeeded);
        Assert.IsType<NotFound>(Store.Load(unused).Problem);
    }
}
