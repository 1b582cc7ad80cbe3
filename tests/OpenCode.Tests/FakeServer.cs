using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Orchtui.OpenCode.Tests;

/// <summary>The agent's server without a network: answers by path and plays events that the test sends.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private Channel<byte[]> _events = Channel.CreateUnbounded<byte[]>();

    public bool IsUp { get; set; } = true;

    public bool AsksForPassword { get; set; } = true;

    public Dictionary<string, string> Answers { get; } = new()
    {
        ["/session/status"] = "{}",
        ["/permission"] = "[]",
        ["/question"] = "[]",
        ["/session"] = "[]",
    };

    public HttpStatusCode Posting { get; set; } = HttpStatusCode.OK;

    public List<string> Posts { get; } = [];

    public int Connections { get; private set; }

    public void Send(string type, string properties) =>
        _events.Writer.TryWrite(Encoding.UTF8.GetBytes($$"""data: {"type":"{{type}}","properties":{{properties}}}""" + "\n\n"));

    /// <summary>Cuts the connection of the events.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _events.Writer.TryComplete();
            _events = Channel.CreateUnbounded<byte[]>();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (!IsUp) throw new HttpRequestException("connection refused");
        if (request.Headers.Authorization is null && AsksForPassword) return new(HttpStatusCode.Unauthorized);
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Post)
        {
            Posts.Add($"{path} {await request.Content!.ReadAsStringAsync(cancellation)}");
            return new(Posting) { Content = new StringContent("true") };
        }

        if (path == "/event") return Events();
        return new(HttpStatusCode.OK) { Content = new StringContent(Answers.GetValueOrDefault(path, "{}")) };
    }

    private HttpResponseMessage Events()
    {
        lock (_gate)
        {
            Connections++;
            var stream = new EventStream(_events.Reader);
            Send("server.connected", "{}");
            return new(HttpStatusCode.OK) { Content = new StreamContent(stream) };
        }
    }

    private sealed class EventStream(ChannelReader<byte[]> events) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!await events.WaitToReadAsync(cancellationToken) || !events.TryRead(out var bytes)) return 0;
            bytes.CopyTo(buffer);
            return bytes.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
