using System.Diagnostics.CodeAnalysis;

namespace Orchtui.Orchestration.Outcomes;

/// <summary>A value, or the problem that stood in its way. Exactly one of the two is set.</summary>
public readonly record struct Outcome<T>
    where T : notnull
{
    private Outcome(T? value, Problem? problem) => (Value, Problem) = (value, problem);

    public T? Value { get; }

    public Problem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Succeeded => Problem is null;

    /// <summary>For interfaces, to which the implicit conversion does not apply.</summary>
    public static Outcome<T> Of(T value) => new(value, null);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);
}
