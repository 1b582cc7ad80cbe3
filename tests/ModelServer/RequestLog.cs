namespace Orchtui.ModelServer;

/// <summary>The last requests, oldest first, in a queue of bounded length.</summary>
internal sealed class RequestLog(int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<RequestRecord> _records = new();
    private int _count;

    public RequestRecord Add(string method, string path)
    {
        lock (_gate)
        {
            var record = new RequestRecord { Number = ++_count, Method = method, Path = path };
            if (_records.Count == limit) _records.Dequeue();
            _records.Enqueue(record);
            return record;
        }
    }

    public RequestRecord[] Snapshot()
    {
        lock (_gate) return [.. _records];
    }
}
