using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchtui.Mux.Commands;
using Orchtui.Terminal;

namespace Orchtui.Host.Cli;

/// <summary><c>terminal replay</c>: bytes in, the screen out as JSON; for checking the emulator from outside.</summary>
internal static class ReplayVerb
{
    public static void AddTo(Command root)
    {
        var replay = CommandLine.VerbFor(root, "terminal.replay", "Feed standard input to the emulator and print the screen as JSON");
        var columns = new Option<int>("--cols") { Description = "columns", DefaultValueFactory = _ => 80 };
        var rows = new Option<int>("--rows") { Description = "rows", DefaultValueFactory = _ => 24 };
        var batch = new Option<bool>("--batch") { Description = "one job in JSON per line: {\"id\",\"cols\",\"rows\",\"steps\":[{\"w\"|\"resize\"|\"snap\"}]}" };
        replay.Add(columns);
        replay.Add(rows);
        replay.Add(batch);
        replay.SetAction(parsed => parsed.GetValue(batch) ? Batch() : Once(parsed.GetValue(columns), parsed.GetValue(rows)));
    }

    private static int Once(int columns, int rows)
    {
        if (columns is < 1 or > CellSize.MaxColumns || rows is < 1 or > CellSize.MaxRows)
            return CommandLine.Fail(CommandResult.Fail($"--cols is 1 to {CellSize.MaxColumns}, --rows is 1 to {CellSize.MaxRows}", FailureKind.Usage));
        var terminal = new ReplayTerminal(new CellSize(columns, rows));
        using var input = StandardStreams.OpenInput();
        var buffer = new byte[16 * 1024];
        for (var count = input.Read(buffer); count > 0; count = input.Read(buffer)) terminal.Write(buffer.AsSpan(0, count));
        StandardStreams.Out.WriteLine(terminal.Snapshot().ToJsonString());
        return 0;
    }

    private static int Batch()
    {
        using var input = new StreamReader(StandardStreams.OpenInput(), Encoding.UTF8);
        using var output = new StreamWriter(StandardStreams.OpenOutput(), new UTF8Encoding(false));
        while (input.ReadLine() is { } line)
        {
            try
            {
                output.WriteLine(Run(JsonNode.Parse(line)!.AsObject()).ToJsonString());
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NullReferenceException or KeyNotFoundException)
            {
                output.WriteLine(new JsonObject { ["error"] = $"This line is not a job: {error.Message}" }.ToJsonString());
            }

            output.Flush();
        }

        return 0;
    }

    private static JsonObject Run(JsonObject job)
    {
        using var terminal = new ReplayTerminal(new CellSize(job["cols"]!.GetValue<int>(), job["rows"]!.GetValue<int>()));
        var snaps = new JsonArray();
        foreach (var step in job["steps"]!.AsArray().OfType<JsonObject>())
        {
            if (step["w"] is { } bytes) terminal.Write(Convert.FromBase64String(bytes.GetValue<string>()));
            else if (step["resize"] is JsonArray size) terminal.Resize(new CellSize(size[1]!.GetValue<int>(), size[0]!.GetValue<int>()));
            else if (step["snap"] is not null) snaps.Add(terminal.Snapshot());
        }

        return new JsonObject { ["id"] = job["id"]?.DeepClone(), ["snaps"] = snaps };
    }
}
