namespace Orchtui.ParserBench;

/// <summary>Output of a kind that programs print.</summary>
public sealed record Payload(string Name, byte[] Bytes)
{
    public override string ToString() => Name;
}
