namespace Orchtui.Orchestration.Inbox;

/// <summary>
/// The questions that were asked and are no more, the last few of them: an answer that comes too late is refused, and its receipt says to
/// what. Thread-safe.
/// </summary>
internal sealed class PastQuestions
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Queue<OpenQuestion> _questions = new();

    public void Add(OpenQuestion question)
    {
        lock (_gate)
        {
            _questions.Enqueue(question);
            if (_questions.Count > Most) _questions.Dequeue();
        }
    }

    /// <summary>The latest by its id; null when it is not known (any more).</summary>
    public OpenQuestion? Find(string id)
    {
        lock (_gate) return _questions.LastOrDefault(question => question.Id == id);
    }
}
