using Orchtui.Mux.Panes;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Panes;

public sealed class PaneFilesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_record_comes_back_as_it_was()
    {
        var record = Record(7) with { TaskId = 3, Attempt = "3.1", Keep = true, Name = "näme", ScrollbackLines = 0 };
        PaneFiles.Create(_folder.Path, record, _warnings.Add).Dispose();
        var opened = PaneFiles.Open(_folder.Path, new PaneId(7), _warnings.Add)!.Value;
        opened.Files.Dispose();
        Assert.Equal(record with { Arguments = [] }, opened.Record with { Arguments = [] });
        Assert.Equal(record.Arguments, opened.Record.Arguments);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Only_folders_that_are_panes_are_found()
    {
        Assert.Empty(PaneFiles.Existing(_folder["nothing"]));
        foreach (var id in new[] { 2, 11 }) PaneFiles.Create(_folder.Path, Record(id), _warnings.Add).Dispose();
        Directory.CreateDirectory(_folder["other"]);
        Assert.Equal([2, 11], PaneFiles.Existing(_folder.Path).Select(id => id.Value).Order());
    }

    [Fact]
    public void The_folder_is_the_owners_alone()
    {
        PaneFiles.Create(_folder.Path, Record(1), _warnings.Add).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["1"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"id": "x"}""")]
    public void A_damaged_record_leaves_the_pane_out(string text)
    {
        _folder.Write("4/pane.json", text);
        Assert.Null(PaneFiles.Open(_folder.Path, new PaneId(4), _warnings.Add));
    }

    [Fact]
    public void A_record_that_cannot_be_read_leaves_the_pane_out()
    {
        Directory.CreateDirectory(_folder["4/pane.json"]);
        Assert.Null(PaneFiles.Open(_folder.Path, new PaneId(4), _warnings.Add));
        Directory.CreateSymbolicLink(_folder["5"], _folder["4"]);
        File.CreateSymbolicLink(_folder["4/loop"], _folder["4/loop"]);
        Directory.CreateDirectory(_folder["6"]);
        File.CreateSymbolicLink(_folder["6/pane.json"], _folder["6/pane.json"]);
        Assert.Null(PaneFiles.Open(_folder.Path, new PaneId(6), _warnings.Add));
    }

    [Fact]
    public void Deleting_leaves_nothing_behind_and_may_be_done_twice()
    {
        var files = PaneFiles.Create(_folder.Path, Record(1), _warnings.Add);
        files.Screen.Write(1, "x"u8);
        files.Delete();
        files.Delete();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.Empty(_warnings);
    }

    internal static PaneRecord Record(int id) => new()
    {
        Id = id,
        Arguments = ["sh", "-c", "echo \"ü\""],
        WorkingDirectory = "/tmp",
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };
}
