using System.CommandLine;
using Orchtui.Host.Client;
using Orchtui.Host.Daemon;

namespace Orchtui.Host.Cli;

/// <summary>The verbs that are not a call to the host: those that run it, look for it, or need none.</summary>
internal static class LocalVerbs
{
    public static void AddTo(Command root)
    {
        AddAttach(root);
        AddServe(root);
        ServiceVerbs.AddTo(root);
        DoctorVerb.AddTo(root);
        ReplayVerb.AddTo(root);
        DemoVerb.AddTo(root);
        RpcVerb.AddTo(root);
        var version = CommandLine.VerbFor(root, "version", "Print the version");
        version.SetAction(_ => StandardStreams.Out.WriteLine(ProductVersion.Text));
    }

    private static void AddAttach(Command root)
    {
        var attach = CommandLine.VerbFor(root, "attach", "Open the full screen; starts the host if none runs");
        var readOnly = new Option<bool>("--read-only") { Description = "only look" };
        var task = new Option<int?>("--task") { Description = "open the pane of a task", HelpName = "ID" };
        attach.Add(readOnly);
        attach.Add(task);
        attach.SetAction(parsed => AttachClient.Run(
            HomeDirectory.Find(), new AttachOptions { ReadOnly = parsed.GetValue(readOnly), TaskId = parsed.GetValue(task) ?? 0 }));
        if (CommandLine.VerbFor(root, "task", "Tasks: add, run, look at, land") is not { } tasks) return;
        var open = CommandLine.VerbFor(tasks, "attach", "Open the full screen at the pane of a task");
        var id = new Argument<int>("id") { Description = "the task's number" };
        open.Add(id);
        open.SetAction(parsed => AttachClient.Run(HomeDirectory.Find(), new AttachOptions { TaskId = parsed.GetValue(id) }));
    }

    private static void AddServe(Command root)
    {
        var serve = CommandLine.VerbFor(root, "serve", "Run the host in the foreground");
        var background = new Option<bool>("--background") { Hidden = true };
        serve.Add(background);
        serve.SetAction(parsed => HostProgram.RunAsync(HomeDirectory.Find(), parsed.GetValue(background)));
    }
}
