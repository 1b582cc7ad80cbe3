using System.Text;
using Orchtui.Pty;

namespace Orchtui.Host.Client;

/// <summary>
/// A host on its way, for one that waits for it and looks now and then. One that ends before it answers is started again, a few times;
/// after that what its log says is the reason there is none. A start that found another host there first ends well, and is no failure.
/// </summary>
internal sealed class HostStarting(HomeDirectory home, TimeProvider time, Func<HostStart> start) : IDisposable
{
    private const int MostFailures = 3;

    /// <summary>The more often it has failed the longer the next start waits.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private PidHandle? _process;
    private bool _isUnderWay;
    private long? _endedAt;
    private long _logStart;
    private int _failures;

    public HostStarting(HomeDirectory home, TimeProvider time) : this(home, time, () => HostStarter.Start(home)) { }

    /// <summary>Why there will be no host; null while there may be one.</summary>
    public string? Problem { get; private set; }

    /// <summary>Starts the host if none is on its way. False when that has been given up.</summary>
    public bool Advance()
    {
        if (Problem is not null) return false;
        if (_isUnderWay && _process is { HasEnded: true }) NoteEnd(_process.WaitForExit());
        if (Problem is null && !_isUnderWay && IsTimeToStart) Start();
        return Problem is null;
    }

    public void Dispose() => _process?.Dispose();

    private bool IsTimeToStart => _endedAt is not { } ended || time.GetElapsedTime(ended) >= Pause * Math.Max(1, _failures);

    private void Start()
    {
        var log = new FileInfo(home.HostLog);
        _logStart = log.Exists ? log.Length : 0;
        var started = start();
        Problem = started.Started ? null : started.Problem;
        _process = started.Started ? PidHandle.TryOpen(started.Pid, out _) : null;
        _isUnderWay = started.Started;
    }

    private void NoteEnd(ExitStatus status)
    {
        _process?.Dispose();
        _process = null;
        _isUnderWay = false;
        _endedAt = time.GetTimestamp();
        if (!status.Succeeded && ++_failures == MostFailures) Problem = $"The host does not start: {Reason(status)} Its log is {home.HostLog}";
    }

    /// <summary>The last thing the host said to a person; without a word from it, how it ended.</summary>
    private string Reason(ExitStatus status)
    {
        const string Mark = "orchtui: ";
        var lines = NewLines().ToList();
        if (lines.FindLast(line => line.StartsWith(Mark, StringComparison.Ordinal)) is { } said) return Sentence(said[Mark.Length..]);
        return Sentence($"{lines.Find(line => line.StartsWith("Unhandled", StringComparison.Ordinal)) ?? "it ended without a word"} ({status})");
    }

    private static string Sentence(string text) => text.TrimEnd() is var trimmed && trimmed.EndsWith('.') ? trimmed : trimmed + ".";

    private IEnumerable<string> NewLines()
    {
        const int MostBytes = 256 * 1024;
        try
        {
            using var file = new FileStream(home.HostLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // Shorter than it was: it has been put aside meanwhile, and all of it is new.
            file.Position = Math.Max(file.Length < _logStart ? 0 : _logStart, file.Length - MostBytes);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
