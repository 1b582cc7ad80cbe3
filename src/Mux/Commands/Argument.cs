namespace Orchtui.Mux.Commands;

/// <summary>How an argument is written on a command line.</summary>
public enum ArgumentKind
{
    /// <summary>By its place.</summary>
    Positional,

    /// <summary><c>--name VALUE</c>.</summary>
    Option,

    /// <summary><c>--name</c>: given or not.</summary>
    Flag,

    /// <summary>Everything that is left, as a list; after <c>--</c> where it could be taken for options.</summary>
    Rest,
}

/// <summary>What a value must be.</summary>
public enum ArgumentType
{
    Text,
    Number,
}

/// <summary>One argument of a command.</summary>
public sealed record Argument(string Name, ArgumentKind Kind, string Help)
{
    public bool Required { get; init; }

    public ArgumentType Type { get; init; }

    /// <summary>A one-letter form of an option or flag, without the dash.</summary>
    public char? Short { get; init; }

    /// <summary>The only values allowed; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What stands for the value in usage lines.</summary>
    public string Placeholder { get; init; } = "";

    public string Usage => Kind switch
    {
        ArgumentKind.Positional => Required ? Label : $"[{Label}]",
        ArgumentKind.Option => Required ? $"--{Name} {Label}" : $"[--{Name} {Label}]",
        ArgumentKind.Flag => $"[--{Name}]",
        _ => Required ? $"-- {Label}…" : $"[-- {Label}…]",
    };

    private string Label => Placeholder.Length > 0 ? Placeholder : Choices.Count > 0 ? string.Join('|', Choices) : Name.ToUpperInvariant();
}
