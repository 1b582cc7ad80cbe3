using System.Globalization;
using System.Text.Json;

namespace Orchtui.Plugins.Demo.Agent;

/// <summary>Tells whoever watches what the agent is doing: one file per event, which appears complete and in order of its name.</summary>
internal sealed class EventFiles(string? directory, string sessionId, TimeProvider time)
{
    private int _count;

    public void Write(string name, string? text = null)
    {
        if (string.IsNullOrEmpty(directory)) return;
        // The time keeps the order across the runs of one conversation, the count within a tick.
        var now = time.GetUtcNow().UtcTicks;
        var file = string.Create(CultureInfo.InvariantCulture, $"{now:d20}-{++_count:d4}-{Environment.ProcessId}");
        var hidden = Path.Combine(directory, $".{file}.tmp");
        try
        {
            Directory.CreateDirectory(directory);
            var content = JsonSerializer.SerializeToUtf8Bytes(new DemoEvent(name, sessionId, text), DemoJson.Default.DemoEvent);
            File.WriteAllBytes(hidden, content);
            File.Move(hidden, Path.Combine(directory, $"{file}.json"));
        }
        catch (IOException)
        {
            // Nobody may be there to read, and the folder may be gone; the agent's own work goes on.
        }
    }
}
