using System.Globalization;
using Orchtui.DummyAgent;

// A program for tests to run in a pseudo-terminal. Each mode is deterministic and ends by itself or by a signal.
return args switch
{
    ["exit", var code] => int.Parse(code, CultureInfo.InvariantCulture),
    ["flood"] => Flood.Run(long.MaxValue),
    ["flood", var lines] => Flood.Run(long.Parse(lines, CultureInfo.InvariantCulture)),
    ["slow-read", var bytes] => SlowRead.Run(int.Parse(bytes, CultureInfo.InvariantCulture)),
    ["file-limit"] => FileLimit.Run(),
    ["trap-term"] => TrapSignals.Run(),
    ["ring-reader", var socket] => RingReader.Run(socket),
    ["reap", .. var exitCodes] => Reap.Run(exitCodes),
    _ => Terminal.Fail($"DummyAgent does not know: {string.Join(' ', args)}"),
};
