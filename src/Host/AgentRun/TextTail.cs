namespace Orchtui.Host.AgentRun;

/// <summary>The last lines of a text that may be endless.</summary>
internal sealed class TextTail(int limit)
{
    private readonly Lock _gate = new();
    private string _text = "";

    public void Add(string line)
    {
        lock (_gate)
        {
            _text = $"{_text}{line}\n";
            if (_text.Length <= limit) return;
            _text = _text[^limit..];
            if (char.IsLowSurrogate(_text[0])) _text = _text[1..];
        }
    }

    public override string ToString()
    {
        lock (_gate) return _text.TrimEnd();
    }
}
