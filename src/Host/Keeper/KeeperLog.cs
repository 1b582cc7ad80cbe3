using System.Text;
using Orchtui.Pty;

namespace Orchtui.Host.Keeper;

/// <summary>
/// A few lines on standard error, which is the log file of a keeper in the background. A log that cannot be written is lost.
/// </summary>
internal sealed class KeeperLog(TimeProvider time)
{
    public void Line(string text)
    {
        var line = $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} keeper {Self.ProcessId}: {text}\n";
        RawTerminal.StandardError.Write(Encoding.UTF8.GetBytes(line));
    }
}
