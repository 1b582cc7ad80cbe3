namespace Orchtui.Terminal.Parser;

/// <summary>A parsed control sequence: key (prefix, intermediates, final) and parameters; -1 is an omitted parameter.</summary>
internal readonly ref struct CsiSequence(int key, ReadOnlySpan<int> parameters, ulong colons)
{
    /// <summary>Final in bits 0-7, intermediates in 8-23, private prefix (&lt; = &gt; ?) in 24-31.</summary>
    public int Key => key;

    public ReadOnlySpan<int> Parameters { get; } = parameters;

    public int Count => Parameters.Length;

    /// <summary>The parameter belongs to the one before it (it was written after a colon).</summary>
    public bool IsSubparameter(int index) => (colons >> index & 1) != 0;

    /// <summary>A count or position: omitted and 0 both mean 1.</summary>
    public int Positive(int index) => index < Parameters.Length && Parameters[index] > 0 ? Parameters[index] : 1;

    /// <summary>A selector or value: omitted means <paramref name="fallback"/>.</summary>
    public int Value(int index, int fallback = 0) => index < Parameters.Length && Parameters[index] >= 0 ? Parameters[index] : fallback;

    public static int MakeKey(char final, char intermediate = '\0', char prefix = '\0') => prefix << 24 | intermediate << 8 | final;
}
