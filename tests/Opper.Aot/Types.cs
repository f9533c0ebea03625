using System.Text.Json.Serialization;

namespace Opper.Aot;

/// <summary>The metadata of the types of typed calls.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Invoice))]
[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(Rights))]
[JsonSerializable(typeof(Manual))]
internal sealed partial class Types : JsonSerializerContext;
