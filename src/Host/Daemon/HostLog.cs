using System.Globalization;
using System.Text;
using Orchtui.Plugins;

namespace Orchtui.Host.Daemon;

/// <summary>
/// The host's log: one line an event, in <c>logs/orchtui.log</c>. When the file would grow past its limit it becomes
/// <c>orchtui.log.1</c>, in the place of the one before, so that the two never take more than twice that. Never holds environments, prompts or anything typed. Thread-safe; a full disk costs lines only.
/// </summary>
internal sealed class HostLog : IDisposable
{
    public const long LargestFile = 5 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly string _path;
    private FileStream _file;

    public HostLog(string path, TimeProvider time)
    {
        _time = time;
        _path = path;
        _file = Open(path);
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
                if (_file.Length + line.Length > LargestFile) RotateLocked();
                _file.Write(line);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // There is no place left to complain to; the screen's own warnings still work.
            }
        }
    }

    /// <summary>Renamed while it is open: when the new one cannot be opened, the old one is still written to.</summary>
    private void RotateLocked()
    {
        File.Move(_path, _path + ".1", overwrite: true);
        var full = _file;
        _file = Open(_path);
        full.Dispose();
    }

    private static FileStream Open(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);

    private sealed class PluginLog(HostLog log, string id) : IPluginLog
    {
        public void Info(string message) => log.Info($"[{id}] {message}");

        public void Warning(string message) => log.Warn($"[{id}] {message}");
    }
}
