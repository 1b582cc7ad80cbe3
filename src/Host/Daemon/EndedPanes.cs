using System.Text.Json;
using System.Text.Json.Serialization;
using Orchtui.Mux;
using Orchtui.Pty;

namespace Orchtui.Host.Daemon;

/// <summary>
/// How the panes that are gone ended, so that <c>pane wait --exit</c> can tell even later. Each end is appended to a file before the
/// keeper is allowed to forget it; only the newest are kept. Thread-safe.
/// </summary>
internal sealed class EndedPanes
{
    private const int Kept = 1000;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Action<string> _warn;
    private readonly Dictionary<int, EndedPane> _ended = [];
    private int _lines;

    public EndedPanes(string path, Action<string> warn)
    {
        _path = path;
        _warn = warn;
        try
        {
            if (!File.Exists(path)) return;
            foreach (var line in File.ReadLines(path).TakeLast(Kept))
                if (TryRead(line) is { } ended) _ended[ended.Id] = ended;
            Rewrite();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn($"How earlier panes ended is not fully known: {path}: {error.Message}");
        }
    }

    public void Add(PaneId id, ExitStatus status)
    {
        var ended = new EndedPane(id.Value, status.Kind, status.Code);
        lock (_gate)
        {
            if (!_ended.TryAdd(id.Value, ended)) return;
            if (_ended.Count > Kept) _ended.Remove(_ended.Keys.Min());
            try
            {
                File.AppendAllText(_path, Line(ended) + "\n");
                if (++_lines > 2 * Kept) Rewrite();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _warn($"The end of pane {id} could not be written to {_path} ({error.Message}); it is known until the host restarts.");
            }
        }
    }

    public ExitStatus? Find(PaneId id)
    {
        lock (_gate) return _ended.TryGetValue(id.Value, out var ended) ? new ExitStatus(ended.Kind, ended.Code) : null;
    }

    /// <summary>The file is replaced as a whole, so that a full disk leaves the old one.</summary>
    private void Rewrite()
    {
        File.WriteAllLines(_path + ".new", _ended.Values.Select(Line));
        File.Move(_path + ".new", _path, overwrite: true);
        _lines = _ended.Count;
    }

    private static string Line(EndedPane ended) => JsonSerializer.Serialize(ended, EndedPanesJson.Default.EndedPane);

    private static EndedPane? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, EndedPanesJson.Default.EndedPane);
        }
        catch (JsonException)
        {
            // A line cut off by a crash in the middle of writing it.
            return null;
        }
    }
}

internal sealed record EndedPane(int Id, ExitStatus.Ending Kind, int Code);

[JsonSerializable(typeof(EndedPane))]
internal sealed partial class EndedPanesJson : JsonSerializerContext;
