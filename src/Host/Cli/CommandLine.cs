using System.CommandLine;
using System.Text.Json.Nodes;
using Orchtui.Host.Commands;
using Orchtui.Host.Rpc;
using Orchtui.Mux.Commands;

namespace Orchtui.Host.Cli;

/// <summary>
/// The command line, made from the command table: every row that is open to it becomes a verb, whose call goes to the host. Verbs
/// that work without a host are added by <see cref="LocalVerbs"/>.
/// </summary>
internal static class CommandLine
{
    /// <summary>Usage and configuration errors.</summary>
    public const int UsageError = 2;

    /// <summary>More hosts in a row than an upgrade or a crash takes.</summary>
    private const int MostRepeats = 5;

    /// <summary>All verbs.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Runs many coding agents in panes that you can leave, with a queue that decides what runs when.");
        foreach (var row in HostCommands.Table.Rows.Where(row => (row.Surfaces & Surfaces.CommandLine) != 0)) AddVerb(root, row);
        LocalVerbs.AddTo(root);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in UsageProblems.Of(parsed)) StandardStreams.Error.WriteLine($"orchtui: {problem}");
            StandardStreams.Error.WriteLine("'orchtui --help' lists the commands; each has a --help of its own.");
            return UsageError;
        }

        // The host answers signals itself, in its own time; everything else may end where it is.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
    }

    /// <summary>Finds or makes the verb of a dotted name: <c>pane.new</c> is <c>new</c> below <c>pane</c>.</summary>
    public static Command VerbFor(Command root, string name, string help)
    {
        var command = root;
        var words = name.Split('.');
        foreach (var word in words)
        {
            var next = command.Subcommands.FirstOrDefault(existing => existing.Name == word);
            if (next is null) command.Add(next = new Command(word, Groups.HelpOf(word)));
            command = next;
        }

        command.Description = help;
        return command;
    }

    private static void AddVerb(Command root, Command<HostContext> row)
    {
        var verb = VerbFor(root, row.Name, row.Help);
        var arguments = row.Arguments.Select(argument => new VerbArgument(verb, argument)).ToList();
        var json = new Option<bool>("--json") { Description = "print the answer as JSON" };
        verb.Add(json);
        verb.SetAction(async (parsed, cancellation) =>
        {
            var parameters = new JsonObject();
            foreach (var argument in arguments)
                if (argument.Value(parsed) is { } value) parameters[argument.Name] = value;
            if (await StandardInputText.FillAsync(row, parameters).ConfigureAwait(false) is { } wrong) return Fail(CommandResult.Fail(wrong));
            return await CallAsync(row, parameters, parsed.GetValue(json), cancellation).ConfigureAwait(false);
        });
    }

    private static async Task<int> CallAsync(Command<HostContext> row, JsonObject parameters, bool json, CancellationToken cancellation)
    {
        for (var repeats = row.IsRepeatable ? MostRepeats : 0; ; repeats--)
        {
            var (client, error) = await RpcClient.ConnectAsync(HomeDirectory.Find(), TimeProvider.System).ConfigureAwait(false);
            if (client is null) return Fail(CommandResult.Fail(error));
            using (client)
            {
                if (await client.TryCallAsync(row.Name, parameters.DeepClone().AsObject(), cancellation).ConfigureAwait(false) is not { } result)
                {
                    if (repeats > 0) continue;
                    return Fail(RpcClient.HostWentAway);
                }

                if (!result.Succeeded) return Fail(result);
                Printer.Print(row.Name, result.Data, json, StandardStreams.Out);
                return 0;
            }
        }
    }

    public static int Fail(CommandResult result)
    {
        StandardStreams.Error.WriteLine($"orchtui: {PlainText.Of(result.Message)}");
        return result.Failure == FailureKind.Usage ? UsageError : 1;
    }
}
