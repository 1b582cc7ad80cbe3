using System.Collections.Concurrent;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Terminal.Input;

namespace Orchtui.Mux.Tests.Server;

/// <summary>The program around a multiplexer under test: remembers what it was told, and draws lines that say what is looked at.</summary>
internal sealed class FakeHost : IMuxHost
{
    public ConcurrentQueue<string> Told { get; } = new();

    public string TitleFor(IClientContext client) => $"window {client.Window}";

    /// <summary>What a key does; a key that is not here means nothing.</summary>
    public ConcurrentDictionary<(string Table, string Key), Func<IClientContext, Task>> Keys { get; } = new();

    /// <summary>What the keys of copy mode do.</summary>
    public Action<IClientContext, CopyAction> Copy { get; set; } = (_, _) => { };

    public Func<IReadOnlyList<string>, IClientContext, Task> Words { get; set; } = (_, _) => Task.CompletedTask;

    public Func<IClientContext, IView> Home { get; set; } = client => new FakeView(client, "home view");

    public IView CreateHome(IClientContext client) => Home(client);

    public void DrawTop(Surface surface, Rect line, IClientContext client) =>
        surface.Write(0, line.Row, $"top window={client.Window} size={client.Size.Columns}x{client.Size.Rows}", Theme.Bar);

    public void DrawBottom(Surface surface, Rect line, IClientContext client) => surface.Write(0, line.Row, "bottom", Theme.Dim);

    public Task? RunKey(string table, string key, IClientContext client)
    {
        Told.Enqueue($"key {table} {key}");
        if (table == CopyKeys.Table && CopyKeys.All.FirstOrDefault(row => row.Keys.Contains(key)) is { } row)
        {
            Copy(client, row.Action);
            return Task.CompletedTask;
        }

        return Keys.TryGetValue((table, key), out var run) ? run(client) : null;
    }

    public Task RunWords(IReadOnlyList<string> words, IClientContext client)
    {
        Told.Enqueue($"words {string.Join(' ', words)}");
        return Words(words, client);
    }

    public Action<string> OnTitle { get; set; } = _ => { };

    public void PaneTitleChanged(Pane pane, string title)
    {
        OnTitle(title);
        Told.Enqueue($"title {pane.Id} {title}");
    }

    public void PaneBell(Pane pane) => Told.Enqueue($"bell {pane.Id}");

    public void PersonTyped(Pane pane) => Told.Enqueue($"typed {pane.Id}");

    public void PaneHungUp(Pane pane) => Told.Enqueue($"hungup {pane.Id}");

    public void PaneEnded(Pane pane) => Told.Enqueue($"ended {pane.Id} {pane.Exit}");

    public void PaneRemoved(Pane pane) => Told.Enqueue($"removed {pane.Id}");

    public void Warn(string message) => Told.Enqueue($"warn {message}");
}

/// <summary>A view that shows a text and what it was given.</summary>
internal sealed class FakeView(IClientContext client, string text) : IView
{
    public ConcurrentQueue<string> Given { get; } = new();

    public PanePreview? Preview { get; private set; }

    public Func<Rect, PanePreview?> Shows { get; init; } = _ => null;

    /// <summary>Keys it leaves to the key table.</summary>
    public string Leaves { get; init; } = "";

    public void Draw(Surface surface, Rect area)
    {
        surface.Write(area.Column, area.Row, text);
        Preview = Shows(area);
    }

    public bool HandleKey(in KeyEvent key)
    {
        var name = KeyName.Format(key);
        if (Leaves.Contains(name)) return false;
        Given.Enqueue($"key {name}");
        if (name == "Escape") client.Close(this);
        return true;
    }

    public bool HandlePaste(string text)
    {
        Given.Enqueue($"paste {text}");
        return true;
    }
}
