using Orchtui.TestKit;

namespace Orchtui.Pty.Tests;

public sealed class MappedFileTests
{
    private const int SegmentSize = 64 * 1024;

    [Fact]
    public void Segments_keep_their_content_across_processes_and_unmapping()
    {
        using var directory = new TemporaryDirectory();
        using (var file = MappedFile.TryOpen(directory["f"], SegmentSize, out _)!)
        {
            for (byte i = 0; i < 5; i++)
            {
                Assert.True(file.TryGrow(out _));
                file.Segment(i).Fill(i);
                file.Unmap(i);
            }
        }

        using var again = MappedFile.TryOpen(directory["f"], SegmentSize, out _)!;
        Assert.Equal(5, again.SegmentCount);
        for (byte i = 0; i < 5; i++) Assert.Equal(-1, again.Segment(i).IndexOfAnyExcept(i));
    }

    [Fact]
    public void An_incomplete_last_segment_is_dropped_and_truncation_keeps_the_rest()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["f"], new byte[2 * SegmentSize + 100]);
        using var file = MappedFile.TryOpen(directory["f"], SegmentSize, out _)!;
        Assert.Equal(2, file.SegmentCount);
        file.Truncate(1);
        Assert.Equal(SegmentSize, new FileInfo(directory["f"]).Length);
    }

    [Fact]
    public void A_missing_folder_is_a_value()
    {
        Assert.Null(MappedFile.TryOpen("/no/such/folder/f", SegmentSize, out var missing));
        Assert.Equal("ENOENT", missing.Name);
    }

    [RequiresFact("root", "mount")]
    public void A_full_disk_is_an_error_of_growing_and_what_exists_stays_usable()
    {
        using var directory = new TemporaryDirectory();
        using var mount = PtyChild.Start("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", directory.Path);
        mount.ReadToEnd();
        if (!mount.WaitForExit().Succeeded) Assert.Fail($"mount: {mount.Output}");
        try
        {
            using var file = MappedFile.TryOpen(directory["f"], SegmentSize, out _)!;
            while (file.SegmentCount < 10 && file.TryGrow(out _)) file.Segment(file.SegmentCount - 1).Fill(1);
            Assert.InRange(file.SegmentCount, 1, 3);
            Assert.False(file.TryGrow(out var error));
            Assert.Equal("ENOSPC", error.Name);
            Assert.Equal(1, file.Segment(0)[^1]);
            Assert.Equal((long)file.SegmentCount * SegmentSize, new FileInfo(directory["f"]).Length);
        }
        finally
        {
            using var unmount = PtyChild.Start("umount", directory.Path);
            unmount.ReadToEnd();
            unmount.WaitForExit();
        }
    }
}
