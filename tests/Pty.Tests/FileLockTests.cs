using Orchtui.TestKit;

namespace Orchtui.Pty.Tests;

public sealed class FileLockTests
{
    [Fact]
    public void A_held_lock_names_its_holder_and_is_free_after_disposal()
    {
        using var directory = new TemporaryDirectory();
        using (var first = FileLock.TryAcquire(directory["lock"]).Lock)
        {
            Assert.NotNull(first);
            var second = FileLock.TryAcquire(directory["lock"]);
            Assert.True(second.IsHeldElsewhere);
            Assert.Equal(Self.ProcessId, second.HolderPid);
            Assert.True(FileLock.IsHeld(directory["lock"]));
        }

        Assert.False(FileLock.IsHeld(directory["lock"]));
        Assert.False(FileLock.IsHeld(directory["no-such-lock"]));

        using var again = FileLock.TryAcquire(directory["lock"]).Lock;
        Assert.NotNull(again);
    }

    [Fact]
    public void A_lock_whose_file_was_removed_knows_that_it_is_worth_nothing()
    {
        using var directory = new TemporaryDirectory();
        using var held = FileLock.TryAcquire(directory["lock"]).Lock!;
        Assert.True(held.IsInPlace);
        File.Delete(directory["lock"]);
        using var other = FileLock.TryAcquire(directory["lock"]).Lock;
        Assert.NotNull(other);
        Assert.False(held.IsInPlace);
        Assert.True(other.IsInPlace);
    }

    [Fact]
    public void A_lock_that_cannot_be_made_is_an_error_and_not_held()
    {
        var result = FileLock.TryAcquire("/no/such/folder/lock");
        Assert.False(result.IsHeldElsewhere);
        Assert.Equal("ENOENT", result.Error.Name);
    }
}
