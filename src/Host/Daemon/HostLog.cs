using System.Globalization;
using System.Text;
using Orchtui.Plugins;

namespace Orchtui.Host.Daemon;

/// <summary>
/// The host's log: one line an event, in <c>logs/orchtui.log</c>. When the file grows past its limit it is renamed to
/// <c>orchtui.log.1</c> at the next start. Never holds environments, prompts or anything typed. Thread-safe; a full disk costs lines only.
/// </summary>
internal sealed class HostLog : IDisposable
{
    private const long LargestFile = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly FileStream _file;

    public HostLog(string path, TimeProvider time)
    {
        _time = time;
        if (File.Exists(path) && new FileInfo(path).Length > LargestFile) File.Move(path, path + ".1", overwrite: true);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
    }

    public void Info(string message) => Write("info", message);

    public void Warn(string message) => Write("warn", message);

    public IPluginLog ForPlugin(string id) => new PluginLog(this, id);

    public void Dispose() => _file.Dispose();

    private void Write(string level, string message)
    {
        var stamp = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var line = Encoding.UTF8.GetBytes($"{stamp} {level} {message.ReplaceLineEndings(" ⏎ ")}\n");
        lock (_gate)
        {
            try
            {
                _file.Write(line);
            }
            catch (IOException)
            {
                // There is no place left to complain to; the screen's own warnings still work.
            }
        }
    }

    private sealed class PluginLog(HostLog log, string id) : IPluginLog
    {
        public void Info(string message) => log.Info($"[{id}] {message}");

        public void Warning(string message) => log.Warn($"[{id}] {message}");
    }
}
