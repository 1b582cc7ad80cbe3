namespace Orchtui.Orchestration.Tasks;

/// <summary>Which of two waiting tasks goes first. The numbers are what the store sorts by.</summary>
public enum TaskPriority
{
    High = 0,
    Medium = 1,
    Low = 2,
}

/// <summary>Where a task came from.</summary>
public enum TaskSource
{
    Manual,
    Github,
    Cron,
    Mention,
    Overnight,
    Api,
    Mcp,
}
