using System.Text.Json.Serialization;

namespace Orchtui.Orchestration.Storage;

/// <summary>The JSON that is kept inside columns.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class StoreJson : JsonSerializerContext;

/// <summary>Times as the store keeps them.</summary>
internal static class UnixTime
{
    public static DateTimeOffset FromStore(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? FromStore(long? milliseconds) => milliseconds is { } value ? FromStore(value) : null;
}

/// <summary>Money as the store keeps it: a floating number that is meaningful to a millionth of a dollar.</summary>
internal static class Money
{
    private const int Decimals = 6;

    public static decimal? FromStore(double? value) => value is { } money ? Math.Round((decimal)money, Decimals) : null;
}
