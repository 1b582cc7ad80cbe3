using System.Text;
using Orchtui.Mux.Panes;
using Orchtui.Terminal;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Panes;

public sealed class ChunkFileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_there_after_reopening()
    {
        using (var file = Open())
            for (var i = 0; i < 9; i++) file[file.Allocate()].Fill((byte)(i + 1));
        using var again = Open();
        Assert.Equal(12, again.Count);
        for (var i = 0; i < 9; i++) Assert.Equal((byte)(i + 1), again[i][17]);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_freed_chunk_is_handed_out_again_before_the_file_grows()
    {
        using var file = Open();
        var ids = Enumerable.Range(0, 8).Select(_ => file.Allocate()).ToList();
        Assert.Equal(8, ids.Distinct().Count());
        file.Free(ids[3]);
        Assert.Equal(ids[3], file.Allocate());
        Assert.Equal(8, file.Count);
    }

    [Fact]
    public void Without_a_file_the_chunks_live_in_memory()
    {
        using var file = ChunkFile.Open(_folder["no/such/folder/scrollback"], _warnings.Add);
        Assert.Single(_warnings);
        var first = file.Allocate();
        var second = file.Allocate();
        file[first].Fill(1);
        file[second].Fill(2);
        Assert.Equal(1, file[first][0]);
        file.Free(first);
        Assert.Equal(first, file.Allocate());
    }

    [RequiresFact("root", "mount")]
    public void On_a_full_disk_the_scrollback_goes_on_in_memory_and_says_so_once()
    {
        using var disk = SmallDisk.Mount(kilobytes: 192);
        using var file = ChunkFile.Open(Path.Combine(disk.Path, "scrollback"), _warnings.Add);
        for (var i = 0; i < 40; i++) file[file.Allocate()].Fill((byte)i);
        for (var i = 0; i < 40; i++) Assert.Equal((byte)i, file[i][100]);
        Assert.Contains("no room", Assert.Single(_warnings));
    }

    [RequiresFact("root", "mount")]
    public void A_terminal_keeps_all_its_lines_on_a_full_disk()
    {
        using var disk = SmallDisk.Mount(kilobytes: 192);
        using var file = ChunkFile.Open(Path.Combine(disk.Path, "scrollback"), _warnings.Add);
        using var emulator = new Emulator(new CellSize(80, 24), new EmulatorOptions { Storage = file });
        for (var i = 0; i < 9000; i++) emulator.Write(Encoding.ASCII.GetBytes($"line {i} {new string('x', 60)}\r\n"));
        var line = new Cell[80];
        for (var i = 0; i < emulator.Scrollback.Count; i += 97)
            Assert.StartsWith($"line {emulator.Scrollback.FirstLine + i} ", emulator.LineText(line.AsSpan(0, emulator.Scrollback.ReadLine(i, line))));
        Assert.Single(_warnings);
    }

    private ChunkFile Open() => ChunkFile.Open(_folder["scrollback"], _warnings.Add);
}
