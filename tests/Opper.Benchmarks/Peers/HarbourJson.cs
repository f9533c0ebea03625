using System.Text.Json.Serialization;

namespace Opper.Benchmarks.Peers;

/// <summary>Reads the answer of clients that give structured output as a text.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Harbour))]
internal sealed partial class HarbourJson : JsonSerializerContext;
