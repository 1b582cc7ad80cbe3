using System.Runtime.InteropServices;
using Orchtui.SideBySide;
using Orchtui.SideBySide.PanePrograms;
using Orchtui.SideBySide.Payloads;
using Orchtui.SideBySide.Report;

// The programs inside the panes are this one again: they are dispatched before anything else is loaded.
switch (args)
{
    case [WriteProgram.Verb, var payload, var times, var result]: return WriteProgram.Run(payload, times, result);
    case [EchoProgram.Verb, var ready]: return EchoProgram.Run(ready);
    case [TickProgram.Verb]: return TickProgram.Run();
    case ["payloads", var folder]:
        PayloadSource.WriteTo(folder, PayloadSource.DefaultSeed);
        return 0;
}

var (options, error) = Options.Parse(args);
if (options is null)
{
    StandardStreams.Error.WriteLine($"{error}\n{Options.Usage}");
    return 2;
}

// A run that is ended from outside still stops what it has started.
using var ended = new CancellationTokenSource();
Action<PosixSignalContext> end = signal =>
{
    signal.Cancel = true;
    ended.Cancel();
};
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, end);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, end);
using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, end);

var runner = new Runner(options, ended.Token);
var complete = runner.Run();
StandardStreams.Out.Write(MarkdownTable.Of(runner.Results));
if (options.Json is { } path) File.WriteAllText(path, JsonReport.Of(runner.Results, options));
return complete ? 0 : 1;
