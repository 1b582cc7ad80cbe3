using Orchtui.Host.Commands;
using Orchtui.Host.Rpc;
using Orchtui.Host.Views;
using Orchtui.Mux;
using Orchtui.Mux.Clients;
using Orchtui.Mux.Commands;
using Orchtui.Mux.Composition;
using Orchtui.Mux.Layout;
using Orchtui.Mux.Panes;
using Orchtui.Terminal;

namespace Orchtui.Host.Daemon;

/// <summary>
/// The multiplexer's view of the program: commands behind keys, the screens that are not panes, and what becomes of what panes tell.
/// Everything here runs on the mux thread and hands work on.
/// </summary>
internal sealed class MuxHost(HostServices services, QueueModel model, HostLog log, TimeProvider time) : IMuxHost
{
    private readonly Dictionary<ClientId, HomeView> _homes = [];
    private readonly Dictionary<string, PromptHistory> _histories = [];
    private StatusLines? _lines;

    /// <summary>What every client is told when it attaches; null for nothing.</summary>
    public string? Notice { get; init; }

    private StatusLines Lines => _lines ??= new StatusLines(services.Mux, model, services.Prefix, time);

    public HomeView? HomeOf(IClientContext client) => _homes.GetValueOrDefault(client.Id);

    /// <summary>What was entered before at a kind of prompt.</summary>
    public PromptHistory HistoryOf(string kind)
    {
        if (!_histories.TryGetValue(kind, out var history)) _histories[kind] = history = new PromptHistory();
        return history;
    }

    public IView CreateHome(IClientContext client)
    {
        foreach (var gone in _homes.Keys.Where(id => services.Mux.FindClient(id) is null && id != client.Id).ToList()) _homes.Remove(gone);
        if (Notice is not null) client.Toast(Notice, isError: true);
        return _homes[client.Id] = new HomeView(client, model, PaneOfTask, services.Prefix, time);
    }

    public void DrawTop(Surface surface, Rect line, IClientContext client) => Lines.DrawTop(surface, line, client);

    public void DrawBottom(Surface surface, Rect line, IClientContext client) => Lines.DrawBottom(surface, line, client);

    public string TitleFor(IClientContext client) => Lines.TitleFor(client);

    public Task? RunKey(string table, string key, IClientContext client)
    {
        if (HostCommands.Table.FindKey(table, key) is not { } found) return null;
        var words = new List<string> { found.Command.Name };
        foreach (var word in found.Binding.Words)
        {
            if (word != "{task}")
            {
                words.Add(word);
                continue;
            }

            if (HomeOf(client)?.Selected is not { } task)
            {
                client.Toast("There is no task here; n adds one.");
                return Task.CompletedTask;
            }

            words.Add(task.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return RunWords(words, client);
    }

    public Task RunWords(IReadOnlyList<string> words, IClientContext client)
    {
        if (!client.ReadOnly || HostCommands.Table.FindCalled(words) is not { OpenToViewers: false }) return RunAsync(words, client);
        client.Toast("This client only looks (--read-only).");
        return Task.CompletedTask;
    }

    private Task RunAsync(IReadOnlyList<string> words, IClientContext client) => Task.Run(async () =>
    {
        CommandResult result;
        try
        {
            result = await HostCommands.Table.RunAsync(new HostContext(services, Caller.Of(client)), words, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A fault of one command must not take the screen down; it is shown and logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.Warn($"{string.Join(' ', words)} failed: {error}");
            result = CommandResult.Fail($"{words[0]} failed: {error.Message}");
        }

        if (result.Message.Length > 0) client.Post(() => client.Toast(result.Message, !result.Succeeded));
    });

    public void PaneOutput(Pane pane)
    {
        if (pane.Record.Attempt is not null) services.AgentPanes.ObservationOf(pane)?.OnOutput();
    }

    public void PaneTitleChanged(Pane pane, string title)
    {
        if (pane.Record.Attempt is not null) services.AgentPanes.ObservationOf(pane)?.OnTitle(title);
    }

    public void PaneStatusChanged(Pane pane, ProgramStatus status)
    {
        if (pane.Record.Attempt is not null) services.AgentPanes.ObservationOf(pane)?.OnStatus(status);
    }

    public void PersonTyped(Pane pane)
    {
        if (pane.Record.Attempt is not null) services.AgentPanes.ObservationOf(pane)?.OnTyped();
    }

    public void PaneBell(Pane pane) => services.Mux.RingClients();

    public void PaneNotification(Pane pane, string title, string body)
    {
        var text = string.Join(": ", new[] { pane.Record.Name, title, body }.Where(part => part.Length > 0));
        foreach (var client in services.Mux.Clients) client.Toast(text);
        services.Mux.RingClients();
    }

    public void PaneHungUp(Pane pane) => services.Panes.OnHungUp(pane);

    public void PaneEnded(Pane pane)
    {
        services.Origins.Remove(pane.Pid);
        if (pane.Record.Attempt is not null) services.AgentPanes.OnEnded(pane);
        else if (!pane.Record.Keep) services.Mux.Post(() => services.Mux.Remove(pane.Id));
    }

    public void PaneRemoved(Pane pane) => services.Origins.Remove(pane.Pid);

    public void Warn(string message) => log.Warn(message);

    private PaneId? PaneOfTask(int task) => services.Mux.Panes.LastOrDefault(pane => pane.Record.TaskId == task)?.Id;
}
