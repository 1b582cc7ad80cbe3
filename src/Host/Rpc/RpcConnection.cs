using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Orchtui.Host.Rpc;

/// <summary>
/// One caller: reads lines, runs each as a call of its own and writes the answers as they come, so that a call that waits does not
/// hold up the next. When the caller goes away its calls are cancelled.
/// </summary>
internal sealed class RpcConnection(Socket socket, int peer, RpcDispatcher dispatcher) : IAsyncDisposable
{
    /// <summary>
    /// A caller that has this many calls under way waits with the next. Its lines are read on, up to the size of a message, because
    /// nothing else tells that it has gone away.
    /// </summary>
    private const int CallsAtOnce = 64;

    private readonly NetworkStream _stream = new(socket);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _calls = new(CallsAtOnce, CallsAtOnce);
    private long _waitingBytes;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var running = new List<Task>();
        var reader = PipeReader.Create(_stream);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(stopping).ConfigureAwait(false);
                var buffer = read.Buffer;
                while (TakeLine(ref buffer, out var line))
                {
                    if (Interlocked.Add(ref _waitingBytes, line.Length) > RpcMessages.LargestMessage) return;
                    running.Add(AnswerAsync(line, gone.Token));
                }

                running.RemoveAll(task => task.IsCompleted);
                if (read.IsCompleted || buffer.Length > RpcMessages.LargestMessage) break;
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await gone.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _writing.Dispose();
        _calls.Dispose();
    }

    private static bool TakeLine(ref ReadOnlySequence<byte> buffer, out byte[] line)
    {
        line = [];
        if (buffer.PositionOf((byte)'\n') is not { } end) return false;
        line = buffer.Slice(0, end).ToArray();
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private async Task AnswerAsync(byte[] line, CancellationToken cancellation)
    {
        var hasTurn = false;
        try
        {
            await _calls.WaitAsync(cancellation).ConfigureAwait(false);
            hasTurn = true;
            Interlocked.Add(ref _waitingBytes, -line.Length);
            var answer = await dispatcher.AnswerAsync(line, peer, cancellation).ConfigureAwait(false);
            if (answer is null) return;
            await _writing.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                await _stream.WriteAsync(answer, cancellation).ConfigureAwait(false);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The caller is gone or the host stops; the answer has no reader.
        }
        finally
        {
            if (hasTurn) _calls.Release();
        }
    }
}
