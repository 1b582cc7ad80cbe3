namespace Orchtui.SideBySide;

/// <summary>One measure of one subject could not be taken. It ends that measure; the others go on with a fresh subject.</summary>
internal sealed class MeasureException(string message) : Exception(message);
