using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>What the keeper holds of a pane: its own copies of master and ring, so that a host may die with its.</summary>
internal sealed class KeeperPane(string key, int pid, PtyMaster master, OutputRing ring, ReadOnlyMemory<byte> attributes) : IDisposable
{
    public string Key => key;

    /// <summary>The leader, whose number is also that of its process group and session.</summary>
    public int Pid => pid;

    public PtyMaster Master => master;

    public OutputRing Ring => ring;

    /// <summary>Null while the leader lives.</summary>
    public ExitStatus? Status { get; set; }

    /// <summary>Under way when the keeper is ending.</summary>
    public GroupStop? Stop { get; set; }

    public KeeperMessage.Pane Describe() => new(key, pid, Status, attributes);

    public void Dispose()
    {
        master.Dispose();
        ring.Dispose();
    }
}
