namespace Orchtui.Host.Keeper;

/// <summary>The reader thread.</summary>
internal sealed partial class KeeperConnection
{
    private void StartReading() => new Thread(ReadLoop, 256 * 1024) { IsBackground = true, Name = "keeper reader" }.Start();

    private void ReadLoop()
    {
        while (!_frames.Broken)
        {
            while (_frames.TryNext(out var frame)) Take(frame);
            if (_frames.Broken || _frames.Fill(_connection, wait: true).HungUp) break;
        }

        Close();
    }

    private void Take(KeeperFrame frame)
    {
        _greeted |= frame.Message is KeeperMessage.Welcome;
        if (frame is { Request: 0, Message: KeeperMessage.Exited exited })
        {
            _events.PaneExited(exited.Key, exited.Status);
        }
        else if (!_pending.TryGetValue(frame.Request, out var pending))
        {
            // The request has been given up; what came too late must not stay open.
            foreach (var handle in frame.Handles) handle.Dispose();
        }
        else if (frame.Message is KeeperMessage.Pane)
        {
            pending.Collected.Add(frame);
        }
        else if (!pending.Answer.TrySetResult(frame))
        {
            foreach (var handle in frame.Handles) handle.Dispose();
        }
    }

    private void Close()
    {
        _closed = true;
        HangUp();
        foreach (var pending in _pending.Values) pending.Answer.TrySetResult(null);
        lock (_sending)
            lock (_hangingUp) _connection.Dispose();
        _frames.Dispose();
        _started?.ReapWhenEnded();
        if (_greeted && !_disposed) _events.Lost();
    }
}
