namespace Orchtui.SideBySide.Payloads;

/// <summary>Output of a kind that programs print.</summary>
internal sealed record Payload(string Name, byte[] Bytes);
