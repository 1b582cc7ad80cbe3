namespace Orchtui.ModelServer.Scenarios;

/// <summary>
/// Remembers which prompts were seen, for the scenarios that fail once. This is the server's only state that an answer depends on: a retry
/// sends the very same conversation again, so the conversation alone cannot tell the first from the second.
/// </summary>
internal sealed class FirstRequests
{
    private const int MaxKeys = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<(string Scenario, string Session, string Prompt)> _seen = [];

    public bool IsFirst(string scenario, string session, string prompt)
    {
        lock (_gate)
        {
            if (_seen.Count >= MaxKeys) _seen.Clear();
            return _seen.Add((scenario, session, prompt));
        }
    }
}
