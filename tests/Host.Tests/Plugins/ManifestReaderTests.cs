using Orchtui.Host.Plugins;
using Orchtui.TestKit;

namespace Orchtui.Host.Tests.Plugins;

public sealed class ManifestReaderTests
{
    [Fact]
    public void Every_error_is_named_at_once_with_file_line_and_key()
    {
        var folder = PluginHome.Fixture("BadManifest");
        var file = Path.Combine(folder, "plugin.yml");
        Assert.Equal(
            [
                $"{file}:5: capabilites: is not a key of a plugin manifest (id, version, assembly, agent, contract, capabilities)",
                $"{file}:1: id: 'Bad Manifest' is not of the form [a-z][a-z0-9-]*, at most 32 characters",
                $"{file}:3: assembly: '../elsewhere/Evil.dll' is not the plain name of a .dll beside the manifest",
                $"{file}:4: contract: 'one' is not a number",
                $"{file}:1: capabilities: is missing",
            ],
            ManifestReader.Read(folder).Errors);
    }

    [Fact]
    public void A_whole_manifest_reads()
    {
        var reading = Read("id: a-1\nversion: 2.0-rc1\nassembly: A.dll\ncontract: 1\ncapabilities: [agent]\n");
        Assert.Empty(reading.Errors);
        Assert.Equivalent(new PluginManifest("a-1", "2.0-rc1", "A.dll", 1, ["agent"]), reading.Manifest);
    }

    [Theory]
    [InlineData("", "plugin.yml:1: file: must hold the keys")]
    [InlineData("- a\n", "plugin.yml:1: file: must hold the keys")]
    [InlineData("id: a\n  b: [\n", "plugin.yml:2: yaml:")]
    [InlineData("id: a\nversion: 1\nassembly: A.dll\ncontract: 1\ncapabilities: agent\n", "plugin.yml:5: capabilities: must be a list")]
    [InlineData("id: a\nversion: 1\nassembly: A.dll\ncontract: 1\ncapabilities: [fly]\n", ":5: capabilities: 'fly' is not one of agent")]
    [InlineData("id: [a]\nversion: 1\nassembly: A.dll\ncontract: 1\ncapabilities: []\n", "plugin.yml:1: id: must be one word")]
    public void What_is_no_manifest_says_where(string text, string error)
    {
        var reading = Read(text);
        Assert.Null(reading.Manifest);
        Assert.Contains(reading.Errors, message => message.Contains(error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_or_oversized_file_is_an_error()
    {
        using var directory = new TemporaryDirectory();
        Assert.Contains("plugin.yml:1: file:", Assert.Single(ManifestReader.Read(directory.Path).Errors));
        directory.Write("plugin.yml", new string('#', 70_000));
        Assert.Contains("is longer than 65536 bytes", Assert.Single(ManifestReader.Read(directory.Path).Errors));
    }

    private static ManifestReading Read(string text)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("plugin.yml", text);
        return ManifestReader.Read(directory.Path);
    }
}
