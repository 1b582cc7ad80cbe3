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

    public EndedPanes(string path, Action<string> warn)
    {
        _path = path;
        _warn = warn;
        if (!File.Exists(path)) return;
        foreach (var line in File.ReadLines(path).TakeLast(Kept))
            if (TryRead(line) is { } ended) _ended[ended.Id] = ended;
        File.WriteAllLines(path, _ended.Values.Select(Line));
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
            }
            catch (IOException error)
            {
                _warn($"The end of pane {id} could not be written to {_path} ({error.Message}); it is known until the host restarts.");
            }
        }
    }

    public ExitStatus? Find(PaneId id)
    {
        lock (_gate) return _ended.TryGetValue(id.Value, out var ended) ? new ExitStatus(ended.Kind, ended.Code) : null;
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
