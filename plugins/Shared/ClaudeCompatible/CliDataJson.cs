using System.Text.Json.Serialization;

namespace Orchtui.Plugins.ClaudeCompatible;

/// <summary>The form of the data file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PatternConverter)])]
[JsonSerializable(typeof(CliData))]
internal sealed partial class CliDataJson : JsonSerializerContext;
