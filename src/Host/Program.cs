using Orchtui.Host;
using Orchtui.Host.AgentRun;
using Orchtui.Host.Cli;
using Orchtui.Host.Client;
using Orchtui.Host.Keeper;

// The client is dispatched before anything else is loaded: what a person waits for at `orchtui` is the runtime's start and no more.
var isAttach = args.Length == 0 || args[0] == "attach";
if (isAttach && AttachOptions.Parse(args.AsSpan(Math.Min(1, args.Length))) is { } attach) return AttachClient.Run(HomeDirectory.Find(), attach);
return args.FirstOrDefault() switch
{
    "keeper" => KeeperProgram.Run(args),
    AgentRunCommand.Verb => await AgentRunCommand.RunAsync(args[1..]),
    _ => await CommandLine.RunAsync(args),
};
