namespace Orchtui.Mux.Commands;

/// <summary>All commands by name and alias. Immutable; two rows that share a name, or a key in one table, are a programming error.</summary>
public sealed class CommandTable<TContext>
{
    private readonly Dictionary<string, Command<TContext>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Table, string Key), (Command<TContext> Command, KeyBinding Binding)> _byKey = [];

    public CommandTable(IEnumerable<Command<TContext>> rows)
    {
        Rows = [.. rows];
        foreach (var row in Rows)
        {
            foreach (var name in row.Aliases.Prepend(row.Name))
                if (!_byName.TryAdd(name, row)) throw new ArgumentException($"Two commands are called '{name}'.", nameof(rows));
            foreach (var binding in row.Keys)
                if (!_byKey.TryAdd((binding.Table, binding.Key), (row, binding)))
                    throw new ArgumentException($"Two commands have the key '{binding.Key}' in '{binding.Table}'.", nameof(rows));
        }
    }

    public IReadOnlyList<Command<TContext>> Rows { get; }

    public Command<TContext>? Find(string name) => _byName.GetValueOrDefault(name);

    public (Command<TContext> Command, KeyBinding Binding)? FindKey(string table, string key) =>
        _byKey.TryGetValue((table, key), out var found) ? found : null;

    /// <summary>The command that a line of words calls; null when there is none.</summary>
    public Command<TContext>? FindCalled(IReadOnlyList<string> words) => words.Count == 0 ? null : Match(words).Command;

    /// <summary>Runs a line of words: a name, then its arguments. tmux's spelling and ours (<c>pane split</c>, <c>pane.split</c>) are taken.</summary>
    public async Task<CommandResult> RunAsync(TContext context, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        if (words.Count == 0) return CommandResult.Ok();
        var (command, used) = Match(words);
        if (command is null) return CommandResult.NotFound($"No command '{words[0]}'; ? lists them.");
        var (values, error) = ArgumentValues.From(command.Arguments, [.. words.Skip(used)]);
        return values is null
            ? CommandResult.Fail($"{error} (usage: {command.Usage})", FailureKind.Usage)
            : await command.Handler(context, values, cancellation).ConfigureAwait(false);
    }

    private (Command<TContext>? Command, int Words) Match(IReadOnlyList<string> words)
    {
        if (words.Count > 1 && Find($"{words[0]}.{words[1]}") is { } two) return (two, 2);
        return (Find(words[0]), 1);
    }
}
