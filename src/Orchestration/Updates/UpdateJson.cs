using System.Text.Json.Serialization;
using Orchtui.Agents;

namespace Orchtui.Orchestration.Updates;

/// <summary>The one JSON form of what agents say and do: in the spool, in the store and on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AgentUpdate))]
public sealed partial class UpdateJson : JsonSerializerContext;
