using System.Text.Json;
using Orchtui.Agents;
using Orchtui.Plugins.ClaudeCompatible;

namespace Orchtui.Claude.Tests;

public sealed class CliChangesTests
{
    [Fact]
    public void A_patch_becomes_the_hunks_of_a_unified_diff() => Assert.Equal(
        new FileChange("a.txt", "@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n three\n@@ -9,0 +9,1 @@\n+end\n"),
        Assert.Single(Of(
            """
            {"filePath":"/wt/a.txt","oldString":"two","newString":"zwei","structuredPatch":[
            {"oldStart":1,"oldLines":3,"newStart":1,"newLines":3,"lines":[" one","-two","+zwei"," three"]},
            {"oldStart":9,"oldLines":0,"newStart":9,"newLines":1,"lines":["+end"]}]}
            """)));

    [Fact]
    public void A_new_file_is_told_with_its_text() => Assert.Equal(
        new FileChange("b.txt", "@@ -0,0 +1,2 @@\n+x\n+y\n\\ No newline at end of file\n"),
        Assert.Single(Of("""{"type":"create","filePath":"/wt/b.txt","content":"x\ny","structuredPatch":[]}""")));

    [Fact]
    public void A_long_diff_is_cut() => Assert.Equal(
        401,
        Assert.Single(Of($$"""{"type":"create","filePath":"/wt/c","content":"{{string.Concat(Enumerable.Repeat("x\\n", 5_000))}}"}"""))
            .Diff.Count(c => c == '\n'));

    [Theory]
    [InlineData("\"Error: File has not been read yet.\"")]
    [InlineData("""{"type":"text","file":{"filePath":"/wt/a.txt"}}""")]
    [InlineData("""{"stdout":"","filePath":7}""")]
    [InlineData("""{"filePath":"/wt/a","structuredPatch":"x"}""")]
    public void What_changed_no_file_is_no_change(string result) => Assert.Empty(Of(result));

    private static IReadOnlyList<FileChange> Of(string json) =>
        CliChanges.Of(JsonDocument.Parse(json).RootElement, path => path.Replace("/wt/", "", StringComparison.Ordinal));
}
