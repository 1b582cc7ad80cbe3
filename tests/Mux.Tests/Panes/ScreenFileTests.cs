using System.Buffers.Binary;
using System.Text;
using Orchtui.Mux.Panes;
using Orchtui.TestKit;

namespace Orchtui.Mux.Tests.Panes;

public sealed class ScreenFileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_is_nothing_to_read_before_the_first_write()
    {
        using var file = Open();
        Assert.Null(file.Read());
    }

    [Fact]
    public void Reopening_gives_the_newest_state()
    {
        for (var i = 1; i <= 5; i++)
        {
            using var file = Open();
            Assert.True(file.Write(i * 100, Encoding.ASCII.GetBytes($"state {i}")));
            using var again = Open();
            Assert.Equal((i * 100, $"state {i}"), Text(again.Read()));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536 - 24)]
    [InlineData(65_536 - 23)]
    [InlineData(300_000)]
    public void A_state_of_any_length_comes_back(int length)
    {
        var state = new byte[length];
        new Random(length).NextBytes(state);
        using (var file = Open()) Assert.True(file.Write(42, state));
        using var again = Open();
        var read = again.Read()!.Value;
        Assert.Equal(42, read.RingPosition);
        Assert.Equal(state, read.State);
    }

    [Fact]
    public void A_shorter_state_after_a_longer_one_has_its_own_length()
    {
        using var file = Open();
        file.Write(1, new byte[200_000]);
        file.Write(2, new byte[200_000]);
        file.Write(3, "short"u8);
        Assert.Equal((3, "short"), Text(file.Read()));
    }

    [Fact]
    public void A_state_that_was_being_written_when_the_process_died_leaves_the_one_before()
    {
        WriteTwo();
        Patch("screen.0", 0, 0L);
        using var file = Open();
        Assert.Equal((1, "older"), Text(file.Read()));
    }

    [Fact]
    public void A_state_whose_length_makes_no_sense_leaves_the_one_before()
    {
        foreach (var length in new[] { -1L, long.MaxValue, 1L << 40, 65_536L })
        {
            WriteTwo();
            Patch("screen.0", 16, length);
            using var file = Open();
            Assert.Equal((1, "older"), Text(file.Read()));
        }
    }

    [Fact]
    public void After_a_torn_state_writing_goes_on_without_touching_the_good_one()
    {
        WriteTwo();
        Patch("screen.0", 0, 0L);
        using (var file = Open()) Assert.True(file.Write(3, "newer"u8));
        using var again = Open();
        Assert.Equal((3, "newer"), Text(again.Read()));
        Patch("screen.0", 0, 0L);
        using var last = Open();
        Assert.Equal((1, "older"), Text(last.Read()));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_a_value()
    {
        using var file = ScreenFile.Open(_folder["no/such/folder/screen"], _warnings.Add);
        Assert.Equal(2, _warnings.Count);
        Assert.False(file.Write(1, "x"u8));
        Assert.Null(file.Read());
    }

    [RequiresFact("root", "mount")]
    public void On_a_full_disk_the_last_state_that_fitted_stays_and_it_is_said_once()
    {
        using var disk = SmallDisk.Mount(kilobytes: 256);
        using (var file = ScreenFile.Open(Path.Combine(disk.Path, "screen"), _warnings.Add))
        {
            Assert.True(file.Write(1, new byte[60_000]));
            Assert.True(file.Write(2, "fits"u8));
            Assert.False(file.Write(3, new byte[400_000]));
            Assert.False(file.Write(4, new byte[400_000]));
            Assert.Equal((2, "fits"), Text(file.Read()));
            Assert.True(file.Write(5, "fits again"u8));
        }

        Assert.Contains("no room", Assert.Single(_warnings));
        using var again = ScreenFile.Open(Path.Combine(disk.Path, "screen"), _warnings.Add);
        Assert.Equal((5, "fits again"), Text(again.Read()));
    }

    private ScreenFile Open() => ScreenFile.Open(_folder["screen"], _warnings.Add);

    private void WriteTwo()
    {
        foreach (var path in Directory.EnumerateFiles(_folder.Path)) File.Delete(path);
        using var file = Open();
        file.Write(1, "older"u8);
        file.Write(2, "newer"u8);
    }

    private void Patch(string name, int offset, long value)
    {
        using var stream = File.OpenWrite(_folder[name]);
        stream.Position = offset;
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static (long, string)? Text((long RingPosition, byte[] State)? read) =>
        read is { } found ? (found.RingPosition, Encoding.ASCII.GetString(found.State)) : null;
}
