namespace Orchtui.SideBySide.Report;

/// <summary>Every figure with its bar.</summary>
internal static class Figures
{
    public static readonly Figure BarePty = new("output, the pseudo-terminal alone", "MB/s", "0.0");
    public static readonly Figure IdleMedian = new("key to echo, idle, p50", "ms", "0.000", new Bar.AtMostTmuxTimes(1));
    public static readonly Figure IdleSlowest = new("key to echo, idle, p99", "ms", "0.000", new Bar.AtMostTmuxTimes(1));
    public static readonly Figure FloodMedian = new("key to echo beside a flood, p50", "ms", "0.000", new Bar.AtMostTmuxTimes(1));
    public static readonly Figure FloodSlowest = new("key to echo beside a flood, p99", "ms", "0.000", new Bar.AtMostTmuxTimes(1.5));
    public static readonly Figure AttachMedian = new("attach to first full frame, p50", "ms", "0.0", new Bar.AtMost(60));
    public static readonly Figure AttachSlowest = new("attach to first full frame, slowest", "ms", "0.0");
    public static readonly Figure MemoryPerPane = new("memory per pane with 10,000 lines", "MiB", "0.00", new Bar.AtMost(2));
    public static readonly Figure MemoryInAll = new("memory with all these panes", "MiB", "0.0");
    public static readonly Figure SilentLoad = new("50 silent panes, 3 clients", "% of a core", "0.0", new Bar.AtMost(0.5));
    public static readonly Figure HiddenLoad = new("49 hidden panes writing at 60 Hz", "% of a core", "0.0");
    public static readonly Figure PromptMedian = new("the same, prefix key to its prompt, p50", "ms", "0.0");
    public static readonly Figure PromptSlowest = new("the same, prefix key to its prompt, p99", "ms", "0.0", new Bar.AtMost(50));

    public static Figure Throughput(string payload) => new($"output, {payload}", "MB/s", "0.0", new Bar.AtLeastTmuxTimes(2));
}
