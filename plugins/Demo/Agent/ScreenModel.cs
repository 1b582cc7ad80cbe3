namespace Orchtui.Plugins.Demo.Agent;

/// <summary>Where a step of the plan stands.</summary>
internal enum StepMark
{
    Open,
    Running,
    Done,
    Failed,
}

/// <summary>What the screen shows. Changed by the agent's one loop and drawn as a whole.</summary>
internal sealed class ScreenModel
{
    private const int MaxLog = 200;

    private readonly List<string> _log = [];

    public List<(string Title, StepMark Mark)> Plan { get; } = [];

    public IReadOnlyList<string> Log => _log;

    public string Heading { get; set; } = "";

    public string Status { get; set; } = "";

    /// <summary>The question, while one is asked.</summary>
    public string? Question { get; set; }

    /// <summary>What is typed at the prompt line; null while it is not shown.</summary>
    public string? Input { get; set; }

    /// <summary>Marks a step of the plan; one that is not in it yet is added.</summary>
    public void Mark(string title, StepMark mark)
    {
        var row = Plan.FindIndex(step => step.Title == title);
        if (row < 0) Plan.Add((title, mark));
        else Plan[row] = (title, mark);
    }

    public void Say(string line)
    {
        _log.Add(line);
        if (_log.Count > MaxLog) _log.RemoveAt(0);
    }
}
