using Orchtui.Mux;
using Orchtui.Mux.Clients;
using Orchtui.Terminal;

namespace Orchtui.Host.Tests.Views;

/// <summary>A client that remembers what a view asked of it.</summary>
internal sealed class FakeClient(CellSize size) : IClientContext
{
    public List<string> Asked { get; } = [];

    public List<IView> Shown { get; } = [];

    public ClientId Id => new(1);

    public CellSize Size { get; } = size;

    public bool ReadOnly => false;

    public string WorkingDirectory => "/";

    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    public int Window => 0;

    public void Invalidate() => Asked.Add("invalidate");

    public void Push(IView overlay) => Shown.Add(overlay);

    public void Close(IView overlay)
    {
        Shown.Remove(overlay);
        Asked.Add("close");
    }

    public void Toast(string message, bool isError) => Asked.Add($"toast {message}");

    public void Run(params string[] words) => Asked.Add($"run {string.Join(' ', words)}");

    public void Post(Action action) => action();
}
