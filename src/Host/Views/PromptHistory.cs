namespace Orchtui.Host.Views;

/// <summary>What was entered at one kind of prompt since the host began, the newest last. All clients share it. Mux thread only.</summary>
internal sealed class PromptHistory
{
    private const int Most = 200;

    private readonly List<string> _entries = [];

    public int Count => _entries.Count;

    public string this[int index] => _entries[index];

    /// <summary>Nothing, and the same again, is not worth remembering.</summary>
    public void Add(string text)
    {
        if (text.Trim().Length == 0 || (_entries.Count > 0 && _entries[^1] == text)) return;
        _entries.Add(text);
        if (_entries.Count > Most) _entries.RemoveAt(0);
    }
}
